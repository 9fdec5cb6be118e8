import type { Brief, Draft } from '../../domain/draft.js';
import { AmcsError } from '../../domain/error.js';
import type { OutsideAnswer } from '../../domain/outside-answer.js';
import { type Kind, parseWords } from './kind.js';

/** Longer than any song: what goes on for longer is no answer. */
const MOST_CHARACTERS = 60_000;

/**
 * The words in an answer: JSON as it was asked for, JSON with talk or a code block around it, or lyrics as text with tags.
 * What was sent may be anything, so no error repeats it. @throws AmcsError INPUT_INVALID.
 */
export function readWords({ text, ended, call }: OutsideAnswer, brief: Brief, { readText }: Pick<Kind, 'readText'>): Draft {
  const said = text.replace(/<think>[\s\S]*?<\/think>/g, '').trim();
  const found = said.length > MOST_CHARACTERS ? null : (jsonIn(said) ?? (looksLikeJson(said) ? null : textIn(said, brief, readText)));
  if (found) return found;
  if (ended === 'truncated') {
    throw new AmcsError('INPUT_INVALID', {
      message: `The answer broke off at its limit of ${call.tokens.output} tokens, before it was whole.`,
      hint: 'Answer with the words alone. A person can raise max_tokens (nodes.LYRICS and nodes.FIX of the manifest).',
    });
  }
  throw new AmcsError('INPUT_INVALID', {
    message: said === '' ? 'The answer is empty.' : 'The answer is no draft: neither JSON with sections and their lines, nor lyrics with [Section] tags.',
    hint: 'Send {"sections":[{"id":"verse-1","lines":["…"]}]} and nothing else.',
  });
}

function jsonIn(said: string): Draft | null {
  const inner = said.slice(said.indexOf('{'), said.lastIndexOf('}') + 1);
  const words = parseWords(said) ?? (inner === '' ? null : parseWords(inner));
  return words && { sections: words.sections, issues: [] };
}

/** Broken JSON read as lyrics would be sung with its brackets. */
function looksLikeJson(said: string): boolean {
  return /^(?:```\w*\s*)?[{[]\s*["{[\]}]/.test(said) || /"(?:sections|lines)"\s*:/.test(said);
}

function textIn(said: string, brief: Brief, readText: Kind['readText']): Draft | null {
  try {
    const draft = readText(said, brief);
    return draft.sections.length > 0 ? draft : null;
  } catch (thrown) {
    if (thrown instanceof AmcsError) return null;
    throw thrown;
  }
}
