#!/usr/bin/env node
/**
 * Starts what is built beside this file. A plugin that was installed from a repository has sources only, and nobody ran
 * `npm install` there: then the release of the same version is fetched by npx. Plain JavaScript, so that an old Node is told so.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';

/** Exit code of a defect or of an installation that is not whole. */
const BROKEN = 70;

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`amcs-mcp needs Node 20.19 or newer; this is Node ${process.versions.node}.`);
  process.exit(BROKEN);
}

const main = new URL('../dist/src/main.js', import.meta.url);
if (existsSync(main) && isInstalled()) await import(bundled() ?? main.href);
else release();

/** The same in a few files, which starts in half the time; not where the compiler has been at work since. */
function bundled() {
  const bundle = new URL('../dist/bundle/main.js', import.meta.url);
  const compiled = new URL('../dist/tsconfig.tsbuildinfo', import.meta.url);
  const when = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  const made = when(bundle);
  return made === undefined || made < (when(compiled) ?? 0) ? null : bundle.href;
}

/** Whether the libraries are there too: a copy of a built checkout may have come without them. */
function isInstalled() {
  try {
    createRequire(main).resolve('commander');
    return true;
  } catch {
    return false;
  }
}

function release() {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  // The release has a dist of its own; if it has not, it must not look for itself for ever.
  if (process.env.AMCS_LAUNCHED === version) fail(version, 'the release is not whole');
  // Inside a checkout npx would take the checkout itself for the package asked for: it is to look from elsewhere.
  const child = spawn('npx', ['--prefix', tmpdir(), '-y', `amcs-mcp@${version}`, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'pipe'],
    shell: process.platform === 'win32',
    env: { ...process.env, AMCS_LAUNCHED: version, npm_config_fetch_retries: '0', npm_config_update_notifier: 'false' },
  });
  // npm's own trouble is told in one line at the end; what the server says goes through.
  const trouble = [];
  let rest = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (/^npm\b/.test(line)) trouble.push(line);
      else process.stderr.write(`${line}\n`);
    }
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('error', () => fail(version, 'there is no npx'));
  child.on('close', (code) => {
    const error = trouble.map((line) => /^npm (?:error|ERR!) code (\S+)/.exec(line)?.[1]).find(Boolean);
    if (code !== 0 && error) fail(version, `npm answered ${error}`);
    process.exit(code ?? BROKEN);
  });
}

function fail(version, why) {
  console.error(
    `amcs-mcp is not built here, and amcs-mcp@${version} cannot be had from npm (${why}). With a network it comes by itself; in a checkout run \`npm ci && npm run build\`.`,
  );
  process.exit(BROKEN);
}
