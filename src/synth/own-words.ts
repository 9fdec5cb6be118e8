import type { Blueprint } from '../domain/blueprint.js';
import type { Rng } from '../domain/seed.js';
import type { Sds } from '../domain/spec.js';
import type { SectionType } from '../domain/words.js';

type GivenField = NonNullable<NonNullable<Sds['lyrics']>['given']>;

/** Lines as people bring them: good ones, plain ones, long ones, ends that few words rhyme with. */
const verseLines = [
  'I left the kettle on the stove',
  'You wrote your number on my hand',
  'The neighbors keep their curtains drawn',
  'Nobody told me it would rain',
  'We drove all night to see the snow',
  'My brother never learned to dance',
  'There is a light above the door',
  'She hums along and gets the words all wrong',
  'The paper says the mill is closing down',
  'I count the money twice and put it back',
  'You never liked the way I parked the car',
  'Seven dollars and a dream',
  'The dog knows who you are before the bell',
  'All the chairs are upside down',
  'And I was only passing through',
  'It is a quiet kind of love',
  'The river took the bridge in May',
  'Somebody painted the water tower orange',
  'I have been meaning to tell you something',
  'We were never any good at goodbyes',
  'Mama said the moon was made of silver',
  'This old town',
  'Hey',
  'The elevator stopped between the floors and so did we',
  'I still set out two cups',
];
const chorusLines = [
  '{title}',
  'Oh, {title}',
  '{title}, one more time',
  'Sing it back to me',
  'Hold on, hold on',
  'Carry me home',
  'And that is all I know',
  'We are not done',
];

/**
 * A verse, a chorus or both of the author's own, some lines locked, some to be written. Only for sections that the form has
 * anyway, so that the words have their place.
 */
export function ownWords(rng: Rng, title: string, order: readonly SectionType[], { rules }: Blueprint): GivenField | undefined {
  const kinds = (['Verse', 'Chorus'] as const).filter((type) => order.includes(type));
  const chosen = kinds.filter(() => rng.int(1, 100) <= 60);
  if (chosen.length === 0) return undefined;
  const places = [...chosen].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  const text = places.map((type) => sectionText(rng, type, title, rules.section_lines[type]?.max ?? 4)).join('\n\n');
  if (rng.int(1, 4) > 1) return text;
  return { text, locked: [`${rng.pick(places).toLowerCase()}-1`] };
}

function sectionText(rng: Rng, type: 'Verse' | 'Chorus', title: string, most: number): string {
  const bank = rng.shuffle(type === 'Verse' ? verseLines : chorusLines);
  const count = rng.int(2, Math.max(2, Math.min(most, 6)));
  // A title in signs alone, or one that reads as a heading, is no line of lyrics.
  const sung = /^[\p{L}\d'’]/u.test(title.trim()) && /\p{L}/u.test(title) && !/[:[\]]/.test(title) ? title.trim() : 'Let it ring';
  const lines = bank.slice(0, count).map((line) => {
    const kind = rng.int(1, 10);
    if (kind <= 2) return '...';
    return `${kind <= 5 ? '= ' : ''}${line.replace('{title}', sung)}`;
  });
  if (!lines.some((line) => line !== '...')) lines[0] = `= ${(bank[0] as string).replace('{title}', sung)}`;
  return `[${type} 1]\n${lines.join('\n')}`;
}
