import type { FamilyWords } from '../../domain/line-data.js';
import type { Family } from '../../domain/words.js';
import { wordsOf } from '../../prosody/tokens.js';

/** Words after which only a name of something can come, and words that begin no such name. */
const naming = new Set('the a an my your his her our their every no'.split(' '));
const noNames = new Set(
  'the a an my your his her its our their this that these those of to in on at by for from with and or but is are was were i you he she they'.split(' '),
);

/** What is wrong where an end joins its text: "the" before "a", "a" before a vowel. Null where they fit. */
export function joint(text: string, end: string): string | null {
  const last = /(?:^|\s)(\[?[a-z']+\]?) \{\}/i.exec(text)?.[1]?.replace(/[[\]]/g, '').toLowerCase();
  const first = /^(\[?[a-z']+\]?)(?![-\w])/i.exec(end)?.[1]?.replace(/[[\]]/g, '').toLowerCase();
  if (last === undefined || first === undefined || !naming.has(last)) return null;
  if (noNames.has(first)) return `"${last} ${first}" does not go together: an end after "${last}" names something`;
  const open = /^(?:[aeio]|u(?!ni|s[eu]|til))/.test(first) && !/^(?:one|once|eu|ewe)/.test(first);
  const silent = /^(?:hour|hon|heir)/.test(first);
  if (last === 'a' && (open || silent)) return `"a ${first}" should be "an ${first}"`;
  if (last === 'an' && !open && !silent) return `"an ${first}" should be "a ${first}"`;
  return null;
}

/** A word that none of the families sings for which its line is meant. */
export function familyFault(line: string, families: readonly Family[] | undefined, familyWords: FamilyWords): string | null {
  if (families === undefined) return null;
  const flat = ` ${wordsOf(line).join(' ')} `;
  for (const group of familyWords) {
    const word = group.words.find((one) => flat.includes(` ${one} `));
    if (word !== undefined && !families.some((family) => group.families.includes(family)))
      return `"${word}" is for ${group.families.join(', ')}; the line is for ${families.join(', ')}`;
  }
  return null;
}
