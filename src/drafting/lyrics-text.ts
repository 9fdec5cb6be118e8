import { AmcsError } from '../domain/error.js';

/** What one text may have: a long musical fits in, a book does not. */
export const lyricsLimits = { characters: 200_000, lines: 1000, line: 1000 } as const;

/** White space as it is read: any run of it is one space. */
export const plainSpaces = (line: string): string => line.replace(/\s+/g, ' ');

/**
 * The lines of a text as a person pasted it: every kind of line break, tabs, a mark of byte order. Invisible marks of
 * direction are taken out: they are not sung and can turn a terminal's line around. Spaces inside a line stay as they are.
 * @throws AmcsError INPUT_TOO_LARGE naming the limit, INPUT_INVALID where it is no text.
 */
export function linesOfText(text: string): string[] {
  const { characters, lines: most, line: longest } = lyricsLimits;
  const say = (count: number) => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
  const tooLarge = (what: string, hint: string) => new AmcsError('INPUT_TOO_LARGE', { message: `The lyrics have ${what}.`, hint });
  if (text.length > characters) throw tooLarge(`${say(text.length)} characters; ${say(characters)} may be measured at once`, 'Send one song at a time.');
  const lines = text.replace(/^\ufeff|\s+$/g, '').split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/);
  if (lines.length > most) throw tooLarge(`${say(lines.length)} lines; ${say(most)} may be measured at once`, 'Send one song at a time.');
  return lines.map((line, at) => {
    if (line.length > longest)
      throw tooLarge(`${say(line.length)} characters in line ${at + 1}; a line may have ${say(longest)}`, 'Break it where a singer breathes.');
    if (/(?!\t)\p{Cc}/u.test(line))
      throw new AmcsError('INPUT_INVALID', { message: `Line ${at + 1} of the lyrics holds a control character.`, hint: 'Save them as plain text, in UTF-8.' });
    return line.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').trim();
  });
}
