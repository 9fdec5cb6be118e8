import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/catalog/package-root.js';
import { openWordCheck } from '../../src/editor/words.js';

const check = openWordCheck(packageRoot());

/** What the editor says to a folder with one file. */
function faultsOf(kind: string, content: unknown): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'amcs-words-'));
  mkdirSync(join(folder, kind));
  writeFileSync(join(folder, kind, 'own.json'), typeof content === 'string' ? content : JSON.stringify(content));
  return check.folder(folder).faults.map(({ severity, file, place, message }) => `${severity} ${file} ${place}: ${message}`);
}

const frame = { role: 'scene', pov: 'any', tense: 'present', themes: ['rain'], moods: ['calm'], text: 'Rain is falling on the {}', ends: ['street', 'wall'] };
const lines = (change: object) => ({ name: 'own', lines: [{ ...frame, ...change }] });

describe('the editor of one’s own words', () => {
  // All of them are looked at by `npm run check`.
  it('has no error to tell of a story file of the package', () => {
    expect(check.stories([join(packageRoot(), 'taxonomies', 'stories', 'sea.json')]).faults.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('lets good lines pass', () => expect(faultsOf('lines', lines({}))).toEqual([]));

  it.each<[string, object, RegExp]>([
    ['a theme that there is not', { themes: ['rian'] }, /error lines\/own\.json line 1: there is no theme "rian"/],
    ['ends that do not join', { ends: ['a street', 'wall'] }, /"the a" does not go together/],
    ['"a" before a vowel', { text: 'Rain is falling on a {}', ends: ['old street', 'wall'] }, /"a old" should be "an old"/],
    ['a person against the tag', { ends: ['street I love', 'wall'] }, /says "I" and is tagged pov "any": tag it "1st"/],
    ['two ends on one word', { ends: ['old wall', 'wall'] }, /two ends close on "wall"/],
    ['a word that nobody can say', { ends: ['zxqvy', 'wall'] }, /not in the dictionary/],
    ['a word of another family', { families: ['sacred'], ends: ['diesel', 'wall'] }, /"diesel" is for .*; the line is for sacred/],
    ['a line that is too long', { ends: ['long and winding and forgotten and abandoned valley highway', 'wall'] }, /syllables; 3 to 17 can be sung/],
  ])('finds %s', (_, change, message) => {
    expect(faultsOf('lines', lines(change)).join('\n')).toMatch(message);
  });

  it('says where a file is broken, and goes on', () => {
    expect(faultsOf('stories', '{ "theme": ').join('\n')).toMatch(/error stories\/own\.json/);
    expect(faultsOf('lines', lines({ role: 'refrain' })).join('\n')).toMatch(/error lines\/own\.json lines/);
  });

  it('lets a folder bring its own theme', () => {
    const folder = mkdtempSync(join(tmpdir(), 'amcs-words-'));
    for (const kind of ['lines', 'themes']) mkdirSync(join(folder, kind));
    writeFileSync(join(folder, 'lines', 'own.json'), JSON.stringify(lines({ themes: ['bees'] })));
    writeFileSync(join(folder, 'themes', 'bees.json'), JSON.stringify({ slug: 'bees', name: 'Bees', keywords: ['bee'], images: [], moods: [] }));
    expect(check.folder(folder).faults).toEqual([]);
  });
});
