#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../dist/src/main.js', import.meta.url);
if (!existsSync(main)) {
  console.error('amcs-mcp is not built here. Run `npm ci && npm run build` in the checkout first.');
  process.exit(70);
}
await import(main.href);
