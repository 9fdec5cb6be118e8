/** Letters that other alphabets and small capitals draw alike, and the figures and signs people write for letters. */
const lookAlikes: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '2': 'z',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'g',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'i',
  '+': 't',
  '€': 'e',
  '£': 'l',
  '¢': 'c',
  '©': 'c',
  '(': 'c',
  '<': 'c',
  '§': 's',
  '¡': 'i',
};

const alphabets: readonly [string, string][] = [
  ['абвгԁеһіјкӏмпорԛѕтухԝуѵүսօոցհեւ', 'abbrdehijklmnopqstyxwyvyuongheu'],
  ['сн', 'ch'],
  ['αβγδεζηθικλμνξοπρστυφχψως', 'abydeznoiklunxonpotufxwws'],
  ['ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ', 'abcdefghijklmnoprstuvwyz'],
  ['ƒøđðłŧħıɑɡɩɪʊʋəɛœæþɔ', 'fodolthiagiiuuee' + 'oapc'],
];
for (const [strange, plain] of alphabets) for (const [at, letter] of [...strange].entries()) lookAlikes[letter] = plain[at] as string;

/** Capitals drawn like Latin ones whose small letters are not. */
const capitals: Record<string, string> = { Η: 'h', Υ: 'y', Χ: 'x', Ρ: 'p', Β: 'b' };

/** Letters in flags, squares and circles, which Unicode does not call letters. */
const FRAMED: readonly number[] = [0x1f1e6, 0x1f130, 0x1f150, 0x1f170];

function unframed(sign: string): string {
  const code = sign.codePointAt(0) as number;
  const start = FRAMED.find((one) => code >= one && code < one + 26);
  return start === undefined ? sign : String.fromCharCode(97 + code - start);
}

/** A text as an eye reads it, sign by sign: accents and what is invisible off, letters of other alphabets Latin, lower case; figures and signs stay. */
export function foldLetters(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[ΗΥΧΡΒ]/g, (capital) => capitals[capital] as string)
    .replace(/[\p{M}\u200B-\u200F\u2060-\u2064\u00AD\uFEFF]/gu, '')
    .toLowerCase();
  return [...plain].map((sign) => (/[^\p{ASCII}]/u.test(sign) ? (lookAlikes[sign] ?? unframed(sign)) : sign)).join('');
}

/** A word as an eye reads it, figures and signs read as letters too. */
export function foldWord(word: string): string {
  return [...foldLetters(word)].map((sign) => lookAlikes[sign] ?? sign).join('');
}

/** Letters written three times or more, written `times` times: "fuuuck" reads "fuck", "assshole" with 2 "asshole". */
export function squeeze(word: string, times: 1 | 2 = 1): string {
  return word.replace(/(.)\1{2,}/g, times === 1 ? '$1' : '$1$1');
}
