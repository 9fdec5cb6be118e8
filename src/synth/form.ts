import type { Blueprint } from '../domain/blueprint.js';
import type { Rng } from '../domain/seed.js';
import type { SectionType } from '../domain/words.js';

/** Forms by their letters: V verse, P pre-chorus, C chorus, c post-chorus, R refrain, B bridge, K breakdown, D drop, S solo, T interlude, I intro, O outro. */
const letters: Record<string, SectionType> = {
  I: 'Intro',
  V: 'Verse',
  P: 'PreChorus',
  C: 'Chorus',
  c: 'PostChorus',
  R: 'Refrain',
  B: 'Bridge',
  K: 'Breakdown',
  D: 'Drop',
  S: 'Solo',
  T: 'Interlude',
  O: 'Outro',
};
const withChorus = [
  'VCV',
  'CVC',
  'VC',
  'VCVC',
  'VVC',
  'VCVCO',
  'IVCVC',
  'VPCVPC',
  'VCVCBC',
  'IVCVCBCO',
  'VPCVPCBC',
  'IVPCcVPCcBCcO',
  'CVCVC',
  'VVCVC',
  'VCSVC',
  'IVCVCSCO',
  'VCVCVC',
  'VCVCVCVC',
  'VCTVCTBC',
  'IVPDVPDKDO',
  'IVPCDVPCDO',
  'VCKC',
  'VRVRCVRC',
  'VVCVVCVVC',
  'IVVPCcVVPCcBKCCcO',
  'CCVCC',
  'IVVVVCVVVVCBSCCO',
  'IVPCcTVPCcTBKVPCcSCcO',
  'IVCVCVCVCVCBCVCVCCO',
];
const withoutChorus = ['V', 'VV', 'VVV', 'VVVV', 'VVVVV', 'VVBV', 'VRVR', 'VRVRVR', 'IVVO', 'IVVSVO', 'VVTVV', 'VBVB', 'VVVVVVVV', 'VRVRBVRO', 'IVRVRVRVRO'];

/** A form that a genre allows: one that needs a chorus has one. */
export function madeForm(rng: Rng, { rules }: Blueprint): SectionType[] {
  const needsChorus = rules.required_sections.includes('Chorus');
  const free = !needsChorus && rng.int(1, 100) <= 70;
  const order = [...rng.pick(free ? withoutChorus : withChorus)].map((letter) => letters[letter] as SectionType);
  const missing = rules.required_sections.filter((type) => !order.includes(type));
  return [...missing, ...order].slice(0, 24);
}
