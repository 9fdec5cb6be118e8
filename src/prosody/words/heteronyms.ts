import { isVowel } from '../arpabet.js';
import type { Pronounce, Spoken } from '../pronounce.js';
import { sungSyllables } from './sung.js';

const list = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const determiners = list("the a an my your his her its our their this that these those no every each some any one another thy thine mine what's single broken");
const subjects = list("i you we they ye i'll you'll we'll they'll he'll she'll i'd you'd we'd they'd who gonna wanna gotta");
const modals = list(
  "to will would can can't could couldn't shall should shouldn't may might must don't didn't won't wouldn't never let's cannot did do does doesn't",
);
const haves = list("have has had i've you've we've they've haven't hasn't hadn't having been be being is are was were it's got");
const objects = list('me you us them it him her my your his our their the this that a an myself yourself');

/** Neighbours of a word, "" beyond the line. */
interface Place {
  before: string;
  after: string;
  second: string;
}

const verbal = ({ before }: Place) => subjects.has(before) || modals.has(before);
const nominal = ({ before }: Place) => determiners.has(before);
const transitive = ({ before, after }: Place) => objects.has(after) && !determiners.has(before);

/** Readings that the neighbours tell from the commonest one, which needs no rule. */
const readings: Record<string, readonly (readonly [string, (place: Place) => boolean])[]> = {
  live: [
    [
      'L AY1 V',
      ({ before, after }) =>
        list('show shows music band bands wire stream television tv audience album action ammunition session broadcast').has(after) &&
        !verbal({ before, after, second: '' }),
    ],
  ],
  lives: [
    [
      'L IH1 V Z',
      ({ before, after }) =>
        !determiners.has(before) &&
        (list('he she it who that there nobody everybody someone love').has(before) || list('in on here there inside forever within alone').has(after)) &&
        before !== 'of',
    ],
  ],
  wind: [
    [
      'W AY1 N D',
      (place) =>
        !nominal(place) &&
        (modals.has(place.before) || list('i you we they').has(place.before) || place.before === '') &&
        list('it me you him her them up down back around round through along my your the').has(place.after),
    ],
  ],
  winds: [['W AY1 N D Z', (place) => list('road river path street highway trail stream it that').has(place.before)]],
  read: [['R EH1 D', ({ before }) => haves.has(before)]],
  lead: [['L EH1 D', ({ before, after }) => (before === 'of' && !list('me you us singer').has(after)) || (before === 'like' && after === '')]],
  tear: [
    [
      'T EH1 R',
      (place) => !nominal(place) && (modals.has(place.before) || transitive(place) || list('apart down up away through open into off').has(place.after)),
    ],
  ],
  tears: [
    [
      'T EH1 R Z',
      ({ before, after }) => list('it he she that who love').has(before) && list('me us you apart down up at it through the my your into').has(after),
    ],
  ],
  close: [
    [
      'K L OW1 Z',
      (place) =>
        (verbal(place) && place.after !== 'to') ||
        (transitive(place) && !list('so too this that hold be stay come get very how').has(place.before)) ||
        (place.before === 'the' && place.after === 'of'),
    ],
  ],
  use: [['Y UW1 Z', (place) => !nominal(place) && (verbal(place) || transitive(place))]],
  excuse: [['IH0 K S K Y UW1 Z', (place) => !nominal(place) && (verbal(place) || transitive(place))]],
  abuse: [['AH0 B Y UW1 Z', (place) => !nominal(place) && (verbal(place) || transitive(place))]],
  bow: [['B OW1', ({ before, after, second }) => (after === 'and' && /^arrows?$/.test(second)) || list('fiddle violin crossed yew').has(before)]],
  dove: [['D OW1 V', ({ before, after }) => list('i he she we they you').has(before) && list('in into down right deep off under headfirst').has(after)]],
  wound: [
    [
      'W AW1 N D',
      ({ before, after }) => !determiners.has(before) && (list("up round around 'round down through").has(after) || list('tightly tight').has(before)),
    ],
  ],
  bass: [['B AE1 S', ({ before }) => list('fishing largemouth').has(before)]],
  minute: [['M AY0 N UW1 T', ({ after }) => list('detail details').has(after)]],
  perfect: [['P ER0 F EH1 K T', ({ before, after }) => list('to will').has(before) && objects.has(after)]],
  blessed: [['B L EH1 S IH0 D', sounded]],
  learned: [['L ER1 N IH0 D', ({ before, after }) => nominal({ before, after, second: '' }) && list('man men one friend doctor').has(after)]],
  beloved: [['B IH0 L AH1 V IH0 D', ({ before }) => determiners.has(before) || before === 'o' || before === 'dearly']],
  aged: [['EY1 JH IH0 D', ({ before, after }) => determiners.has(before) && !list('to like').has(after)]],
};

/** "the blessed hope", "blessed be", "blessed are": two syllables; "I'm so blessed": one. */
function sounded({ before, after }: Place): boolean {
  return list('be are is art assurance').has(after) || (determiners.has(before) && after !== '' && !objects.has(after));
}

/** Nouns stressed in front and verbs stressed behind: a record, to record. The dictionary has both. */
const pairs = list(
  'conduct conflict contest contract contrast convict desert digest escort export extract import increase insult object permit present produce progress project protest rebel record refuse reject subject suspect torment transport',
);

/**
 * A word's sounds among its neighbours, where these tell which of two readings is meant: "to live" and "a live show", "I have
 * read". Without a telling neighbour it is the commonest reading, as `pronounce` alone has it. `words`: of one line, as wordsOf
 * gives them.
 */
export function pronounceIn(words: readonly string[], index: number, pronounce: Pronounce): Spoken {
  const word = words[index] as string;
  const common = pronounce(word);
  const place = { before: words[index - 1] ?? '', after: words[index + 1] ?? '', second: words[index + 2] ?? '' };
  const rule = Object.hasOwn(readings, word) ? readings[word]?.find(([, holds]) => holds(place)) : undefined;
  const phones = rule ? rule[0].split(' ') : pairs.has(word) ? stressedAs(common, place) : undefined;
  return phones ? { ...common, phones, syllables: sungSyllables(phones) } : common;
}

function stressedAs({ readings }: Spoken, place: Place): readonly string[] | undefined {
  const inFront = (phones: readonly string[]) => phones.find(isVowel)?.endsWith('1') === true;
  if (nominal(place)) return readings.find(inFront);
  return verbal(place) ? readings.find((phones) => !inFront(phones)) : undefined;
}
