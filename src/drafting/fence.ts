/** Signs that some reader takes for more than text: tags and model tokens, brackets, quotation marks, invisible marks, controls. */
const telling = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Variation_Selector}<>[\]{}`\u201c-\u201f\u301d\u301e]/u;

/**
 * Text of somebody else's, fenced as data: one JSON string on one line, with everything escaped that could end it, begin
 * a new line, pass for a tag or a model's own token, or hide. `JSON.parse` gives the text back as it was. Text is shown to
 * a model or an agent in this way and in no other.
 */
export function fence(text: string): string {
  return `"${[...JSON.stringify(text).slice(1, -1)].map((sign) => (isTelling(sign) ? escaped(sign) : sign)).join('')}"`;
}

/** Wide and small forms of a sign are read as the sign by some. */
function isTelling(sign: string): boolean {
  return telling.test(sign) || (sign > '\x7f' && /["\\<>[\]{}`]/.test(sign.normalize('NFKC')));
}

function escaped(sign: string): string {
  return Array.from({ length: sign.length }, (_, at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
}

/** Several, on one line. */
export function fenceAll(texts: readonly string[]): string {
  return texts.map(fence).join(', ');
}

/** What stands outside of all fences of a text. */
export function withoutFences(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"/g, ' ');
}
