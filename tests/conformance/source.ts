import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AmcsError } from '../../src/domain/error.js';
import type { Source, SourceAsked } from '../../src/domain/ports.js';
import type { SourceSpec } from '../../src/domain/source.js';

export interface MadeSource {
  source: Source;
  /** A spec that can be read, and holds the word "bread". */
  good: SourceSpec;
  roots?: string[];
  /** What the same spec reads after this is something else; null where the spec itself would have to change. */
  change: (() => void) | null;
  /** A spec that is not allowed here, and one that is and cannot be read; null where there is no such thing. */
  refused: SourceSpec | null;
  gone: SourceSpec | null;
}

/** What every kind of source promises. */
export function sourceConformance(name: string, make: () => Promise<MadeSource>): void {
  describe(`${name} keeps the promises of a source`, () => {
    let made: MadeSource;
    beforeEach(async () => {
      made = await make();
    });
    afterEach(() => {});

    const asked = (signal = new AbortController().signal): SourceAsked => ({ query: 'bread at midnight', roots: made.roots ?? [], signal });
    const caught = async (work: () => unknown): Promise<AmcsError> => {
      try {
        await work();
      } catch (thrown) {
        return thrown as AmcsError;
      }
      throw new Error('it was not refused');
    };

    it('says of which kind it is, and takes a spec of that kind', () => {
      expect(made.source.kind).toBe(made.good.kind);
      expect(() => made.source.check(made.good, made.roots ?? [])).not.toThrow();
    });

    it('reads documents with a place, a format and words, the same twice', async () => {
      const documents = await made.source.read(made.good, asked());
      expect(documents.length).toBeGreaterThan(0);
      expect(documents.map(({ text }) => text).join('\n')).toContain('bread');
      for (const { place, format } of documents) {
        expect(place).not.toBe('');
        expect(['text', 'markdown', 'json']).toContain(format);
      }
      expect(await made.source.read(made.good, asked())).toEqual(documents);
    });

    it('reads what is there now', async () => {
      if (made.change === null) return;
      const before = await made.source.read(made.good, asked());
      made.change();
      expect(await made.source.read(made.good, asked())).not.toEqual(before);
    });

    it('names the source and the field of a config that has another form, and does not read it', async () => {
      const broken = { ...made.good, config: { ...made.good.config, colour: 'blue' } };
      const error = await caught(() => made.source.check(broken, made.roots ?? []));
      expect(error).toMatchObject({ code: 'SPEC_INVALID' });
      expect(error.message).toContain(`"${broken.id}"`);
      expect(error.problems[0]?.path).toContain(`sources.${broken.id}.config`);
      expect(await caught(() => made.source.read(broken, asked()))).toMatchObject({ code: 'SPEC_INVALID' });
      expect(await caught(() => made.source.check({ ...made.good, config: {} }, []))).toMatchObject({ code: 'SPEC_INVALID' });
    });

    it('refuses what is not allowed here, before and while reading, and says what to do', async () => {
      const { refused } = made;
      if (refused === null) return;
      for (const work of [() => made.source.check(refused, made.roots ?? []), () => made.source.read(refused, asked())]) {
        const error = await caught(work);
        expect(error).toMatchObject({ code: 'SOURCE_REFUSED', retriable: false });
        expect(error.message).toContain(`"${refused.id}"`);
        expect(error.hint).toMatch(/AMCS_|mcp\.json/);
      }
    });

    it('says that what cannot be read may be read later', async () => {
      const { gone } = made;
      if (gone === null) return;
      const error = await caught(() => made.source.read(gone, asked()));
      expect(error).toMatchObject({ code: 'SOURCE_FAILED', retriable: true });
      expect(error.message).toContain(`"${gone.id}"`);
      expect(error.message.length).toBeLessThan(200);
    });

    it('stops when it is told to', async () => {
      const stop = new AbortController();
      stop.abort(new Error('enough'));
      if (made.good.kind === 'text') return;
      await expect(made.source.read(made.good, asked(stop.signal))).rejects.toThrow('enough');
    });
  });
}
