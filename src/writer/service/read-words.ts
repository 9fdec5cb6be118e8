import type { Brief, Draft } from '../../domain/draft.js';
import { AmcsError } from '../../domain/error.js';
import type { OutsideAnswer } from '../../domain/outside-answer.js';
import { type Kind, kindOf, type Telling } from './kind.js';

/** Longer than any song: what goes on for longer is no answer. */
const MOST_CHARACTERS = 60_000;

/**
 * The words in an answer: JSON as it was asked for, JSON with talk or a code block around it, or lyrics as text with tags.
 * What was sent may be anything, so no error repeats it. @throws AmcsError INPUT_INVALID.
 */
export function readWords(
  { text, ended, call }: OutsideAnswer,
  brief: Brief,
  { readText, prompt, repeatsOf }: Pick<Telling, 'readText' | 'prompt' | 'repeatsOf'>,
): Draft {
  const kind = kindOf(brief);
  const said = text.replace(/<think>[\s\S]*?<\/think>/g, '').trim();
  const found = said.length > MOST_CHARACTERS ? null : (jsonIn(said, kind) ?? (looksLikeJson(said) ? null : textIn(said, brief, readText)));
  if (found) {
    const lines = [...found.sections.flatMap((section) => section.lines), ...Object.values(found.fields ?? {}).flat()];
    if (!lines.some(repeatsOf(() => prompt(kind.name).text))) return found;
    throw new AmcsError('INPUT_INVALID', { message: 'The answer repeats what its writer was told.', hint: 'Send words of your own.' });
  }
  const hint = `Send ${kind.example} and nothing else.`;
  if (ended === 'truncated') {
    throw new AmcsError('INPUT_INVALID', {
      message: `The answer broke off at its limit of ${call.tokens.output} tokens, before it was whole.`,
      hint: `${hint} A person can raise max_tokens (nodes.LYRICS and nodes.FIX of the manifest).`,
    });
  }
  throw new AmcsError('INPUT_INVALID', {
    message:
      said === ''
        ? 'The answer is empty.'
        : `The answer is no draft: neither JSON with ${kind.name} as it was asked for, nor plain text that can be read as such.`,
    hint,
  });
}

function jsonIn(said: string, { parse }: Kind): Draft | null {
  const inner = said.slice(said.indexOf('{'), said.lastIndexOf('}') + 1);
  return parse(said) ?? (inner === '' ? null : parse(inner));
}

/** Broken JSON read as lyrics would be sung with its brackets. */
function looksLikeJson(said: string): boolean {
  return /^(?:```\w*\s*)?[{[]\s*["{[\]}]/.test(said) || /"(?:sections|lines|fields|texts)"\s*:/.test(said);
}

function textIn(said: string, brief: Brief, readText: Telling['readText']): Draft | null {
  try {
    const draft = readText(said, brief);
    return draft.sections.length > 0 || Object.keys(draft.fields ?? {}).length > 0 ? draft : null;
  } catch (thrown) {
    if (thrown instanceof AmcsError) return null;
    throw thrown;
  }
}
