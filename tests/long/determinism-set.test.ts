import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../e2e/harness.js';

it('sings a synthetic set to the same bytes in fresh processes, whatever the zone, locale, folder and load', () => {
  const out = execFileSync(process.execPath, [join(root, 'dist', 'scripts', 'eval-determinism.js'), '--count', '10', '--times', '2'], { encoding: 'utf8' });
  expect(out).toContain('20 of 20 songs sung again are equal to the byte; 10 of 10 runs');
});
