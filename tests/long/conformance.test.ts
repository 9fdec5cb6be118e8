import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../e2e/harness.js';

/** Exit code of the script where the suite, or the Node that it needs, cannot be installed. */
const NOT_HERE = 75;

it('passes what the MCP conformance suite requires in both revisions, but for what the baselines name', async ({ skip }) => {
  const { code, text } = await new Promise<{ code: number; text: string }>((done) => {
    execFile(process.execPath, [join(root, 'dist', 'scripts', 'conformance.js')], { maxBuffer: 1 << 26 }, (error, out, told) =>
      done({ code: error === null ? 0 : Number(error.code), text: out + told }),
    );
  });
  if (code === NOT_HERE) {
    console.warn(text);
    skip();
  }
  expect([code, code === 0 ? '' : text]).toEqual([0, '']);
  expect(text.match(/Baseline check passed/g)).toHaveLength(2);
});
