import { pastOf, thirdOf } from './verbs.js';

/** How a text is said: who sings, when, and as whom the third person is told. */
export interface Voice {
  pov: '1st' | '2nd' | '3rd';
  tense: 'present' | 'past' | 'future';
  /** The one of whom a song in the third person tells, and the other one where nobody is "you". */
  hero: 'she' | 'he';
}

/**
 * Words in brackets bend: [I], [me], [my], [mine], [myself] are the one who sings or of whom is told; [you], [your], [yours],
 * [yourself] the other one; [we], [us], [our], [ours] the one who sings and others; [i:walk], [you:walk], [it:walk], [they:walk] a verb in the base form with its subject, where
 * "it" is any one thing or person and "they" are several. [I'm], [you're], [it's], [there's], [that's], [I've] and [you've]
 * are said short in the present and long in the past. A doer's name in a contraction comes as [it:be].
 */
export function say(text: string, voice: Voice): string {
  const said = text.replace(/\[([^\]]+)\]/g, (_, word: string) => bend(word, voice));
  return said.charAt(0).toUpperCase() + said.slice(1);
}

/** Brackets that bend to nothing we know; [] where all do. */
export function unknownTokens(text: string): string[] {
  return [...text.matchAll(/\[([^\]]*)\]/g)].map(([, word]) => word as string).filter((word) => !isPronoun(word) && !isShort(word) && !isVerb(word));
}

type Person = 'I' | 'you' | 'she' | 'he' | 'it' | 'they';

const forms: Record<'I' | 'you' | 'she' | 'he', Record<string, string>> = {
  I: { I: 'I', me: 'me', my: 'my', mine: 'mine', myself: 'myself', we: 'we', us: 'us', our: 'our', ours: 'ours' },
  you: { I: 'you', me: 'you', my: 'your', mine: 'yours', myself: 'yourself', we: 'you', us: 'you', our: 'your', ours: 'yours' },
  she: { I: 'she', me: 'her', my: 'her', mine: 'hers', myself: 'herself', we: 'they', us: 'them', our: 'their', ours: 'theirs' },
  he: { I: 'he', me: 'him', my: 'his', mine: 'his', myself: 'himself', we: 'they', us: 'them', our: 'their', ours: 'theirs' },
};
/** Of the other one: subject and object are one word in English, so the object is written [you!]. */
const others: Record<string, string> = { you: 'I', 'you!': 'me', your: 'my', yours: 'mine', yourself: 'myself' };

const isPronoun = (word: string) => word in forms.I || word in others;
const shorts: Record<string, [subject: string, verb: 'be' | 'have']> = {
  "I'm": ['I', 'be'],
  "you're": ['you', 'be'],
  "it's": ['it', 'be'],
  "there's": ['there', 'be'],
  "that's": ['that', 'be'],
  "I've": ['I', 'have'],
  "you've": ['you', 'have'],
};
const isShort = (word: string) => Object.hasOwn(shorts, word);
const isVerb = (word: string) => /^(i|you|it|they):[a-z']+$/.test(word);

/** Who sings, and who the other one is. */
function persons({ pov, hero }: Voice): { self: 'I' | 'you' | 'she' | 'he'; other: 'I' | 'you' | 'she' | 'he' } {
  if (pov === '1st') return { self: 'I', other: 'you' };
  const opposite = hero === 'she' ? 'he' : 'she';
  return pov === '2nd' ? { self: 'you', other: hero } : { self: hero, other: opposite };
}

function bend(word: string, voice: Voice): string {
  const { self, other } = persons(voice);
  if (word in forms.I) return forms[self][word] as string;
  if (word in others) return forms[other][others[word] as string] as string;
  const short = shorts[word];
  if (short) return shortened(short[0], short[1], voice);
  // A token that bends to nothing stays to be seen; the editor's check tells of it.
  if (!isVerb(word)) return `[${word}]`;
  const [subject, lemma] = word.split(':') as [string, string];
  return conjugated(lemma, subject === 'i' ? self : subject === 'you' ? other : (subject as Person), voice.tense);
}

function shortened(name: string, verb: 'be' | 'have', voice: Voice): string {
  const { self, other } = persons(voice);
  const subject: Person = name === 'I' ? self : name === 'you' ? other : 'it';
  const said = name === 'I' || name === 'you' ? subject : name;
  if (voice.tense === 'past') return verb === 'have' ? `${said}'d` : `${said} ${conjugated(verb, subject, 'past')}`;
  if (voice.tense === 'future') return `${said}${said === 'there' || said === 'that' ? ' will' : "'ll"} ${verb}`;
  const plural = subject === 'you';
  if (verb === 'have') return subject === 'I' || plural ? `${said}'ve` : `${said}'s`;
  return subject === 'I' ? "I'm" : plural ? "you're" : `${said}'s`;
}

const be = {
  present: { I: 'am', you: 'are', she: 'is', he: 'is', it: 'is', they: 'are' },
  past: { I: 'was', you: 'were', she: 'was', he: 'was', it: 'was', they: 'were' },
} as const;
/** Helpers that do not take an ending, and their past. */
const helpers: Record<string, string> = { can: 'could', "can't": "couldn't", will: 'would', "won't": "wouldn't", may: 'might', must: 'had to' };

function conjugated(lemma: string, subject: Person, tense: Voice['tense']): string {
  if (Object.hasOwn(helpers, lemma)) return tense === 'past' ? (helpers[lemma] as string) : lemma;
  if (lemma === "don't") return tense === 'past' ? "didn't" : tense === 'future' ? "won't" : single(subject) ? "doesn't" : "don't";
  if (lemma === "isn't") return negated(be[tense === 'past' ? 'past' : 'present'][subject], tense);
  if (tense === 'future') return `will ${lemma}`;
  if (lemma === 'be') return be[tense][subject];
  if (tense === 'past') return pastOf(lemma);
  return single(subject) ? thirdOf(lemma) : lemma;
}

const single = (subject: Person) => subject === 'she' || subject === 'he' || subject === 'it';

function negated(form: string, tense: Voice['tense']): string {
  if (tense === 'future') return "won't be";
  return form === 'am' ? 'am not' : `${form}n't`;
}
