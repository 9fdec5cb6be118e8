import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCatalog } from '../../src/catalog/catalog.js';
import { packageRoot } from '../../src/catalog/package-root.js';
import { microUsdOf } from '../../src/domain/outside-answer.js';
import { costOf, priceOf } from '../../src/domain/prices.js';
import { catalog } from '../fixtures/song.js';

const tokens = { input: 0, output: 0, cache_read: 0, cache_write: 0 };

describe('what models cost', () => {
  it('is told for each model that is asked without being named, in the order that services have', () => {
    for (const { model, input, output, cache_read, cache_write } of catalog.prices().models) {
      expect(cache_read, model).toBeLessThan(input);
      expect(cache_write, model).toBeGreaterThan(input);
      expect(output, model).toBeGreaterThan(cache_write);
    }
    expect(priceOf('claude-sonnet-5-5', catalog.prices())).toMatchObject({ input: 2_000_000, output: 10_000_000 });
  });

  it('is known of a dated name, and of no other that begins alike', () => {
    expect(priceOf('claude-sonnet-5-5-20260929', catalog.prices())?.model).toBe('claude-sonnet-5-5');
    expect(priceOf('claude-sonnet-5-5-mini', catalog.prices())).toBeNull();
    expect(priceOf('constructor', catalog.prices())).toBeNull();
  });

  it('is whole millionths, rounded up', () => {
    const price = { input: 1, output: 999_999, cache_read: 0, cache_write: 0 };
    expect(costOf(tokens, price)).toBe(0);
    expect(costOf({ ...tokens, input: 1 }, price)).toBe(1);
    expect(costOf({ ...tokens, output: 1, input: 1 }, price)).toBe(1);
    expect(costOf({ ...tokens, output: 2 }, price)).toBe(2);
    expect(microUsdOf(0.1 + 0.2)).toBe(300_000);
  });

  it('is read from the user’s own folder where a table lies there', () => {
    const own = mkdtempSync(join(tmpdir(), 'amcs-prices-'));
    const models = [{ model: 'my-model', input: 200_000, output: 800_000, cache_write: 200_000, cache_read: 20_000 }];
    writeFileSync(join(own, 'model-prices.json'), JSON.stringify({ as_of: '2026-11-25', source: 'mine', models }));
    const { prices } = openCatalog(packageRoot(), own);
    expect(priceOf('my-model', prices())).toEqual(models[0]);
    expect(priceOf('claude-sonnet-5-5', prices())).toBeNull();
    rmSync(own, { recursive: true });
  });
});
