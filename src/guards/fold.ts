/** Letters that other alphabets draw alike, and the digits and signs people write for letters. */
const lookAlikes: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'i',
  '+': 't',
  '€': 'e',
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  ѕ: 's',
  к: 'k',
  м: 'm',
  т: 't',
  в: 'b',
  н: 'h',
  г: 'r',
  α: 'a',
  ε: 'e',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  ι: 'i',
  κ: 'k',
  ν: 'v',
};

/** A word as an eye reads it: accents off, look-alikes to Latin letters, lower case. */
export function foldWord(word: string): string {
  const plain = word
    .normalize('NFKD')
    .replace(/\p{M}|[\u200B-\u200F\uFEFF\u00AD]/gu, '')
    .toLowerCase();
  return [...plain].map((sign) => lookAlikes[sign] ?? sign).join('');
}

/** Letters written three times or more, written `times` times: "fuuuck" reads "fuck", "assshole" with 2 "asshole". */
export function squeeze(word: string, times: 1 | 2 = 1): string {
  return word.replace(/(.)\1{2,}/g, times === 1 ? '$1' : '$1$1');
}
