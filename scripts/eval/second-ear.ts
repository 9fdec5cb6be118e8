import { execFileSync } from 'node:child_process';

/**
 * Whether words rhyme in the ears of espeak-ng, whose rules and dictionary owe nothing to ours: the same sounds from the last
 * stressed vowel on, or a near end. Null where the program is not installed. It measures; nothing of it is shipped.
 */
export function secondEar(words: readonly string[]): Map<string, string> | null {
  const list = [...new Set(words)].filter(Boolean);
  try {
    // One word a line; phonemes come a line each.
    const told = execFileSync('espeak-ng', ['-q', '--ipa=1', '-v', 'en-us', '--stdin'], {
      input: list.map((word) => `${word}.\n`).join('\n'),
      encoding: 'utf8',
    });
    const lines = told
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
    return lines.length === list.length ? new Map(list.map((word, at) => [word, lines[at] as string])) : wordByWord(list);
  } catch {
    return null;
  }
}

function wordByWord(list: readonly string[]): Map<string, string> {
  const say = (word: string) => execFileSync('espeak-ng', ['-q', '--ipa=1', '-v', 'en-us', word], { encoding: 'utf8' }).trim();
  return new Map(list.map((word) => [word, say(word)]));
}

const VOWELS = 'aeiouæɑɒɔəɚɛɜɝɪʊʌᵻɐ';

/** The sounds that a rhyme turns on, length marks and stress taken off. */
export function tailOf(ipa: string): string {
  const plain = ipa.replace(/[ː_ ]/g, '');
  const stress = plain.lastIndexOf('ˈ') >= 0 ? plain.lastIndexOf('ˈ') : Math.max(0, plain.lastIndexOf('ˌ'));
  const from = [...plain].findIndex((sign, at) => at >= stress && VOWELS.includes(sign));
  return [...plain]
    .slice(from)
    .join('')
    .replace(/[ˈˌ]/g, '')
    .replace(/ᵻ|ɐ/g, 'ə')
    .replace(/ɚ/g, 'ɜ')
    .replace(/oɹ|ʊɹ/g, 'ɔɹ')
    .replace(/ɒ|ɔ(?!ɹ|ɪ)/g, 'ɑ');
}
