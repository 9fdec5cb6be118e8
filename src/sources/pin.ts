import { hashOf } from '../domain/canonical.js';
import { type Issue, issue } from '../domain/issue.js';
import type { Retrieved, SourceRead } from '../domain/source.js';

/** One hash for all that a source may give: other words give another one, the same words in another order do not. */
export function contentHash(chunks: readonly { hash: string }[]): string {
  return hashOf(chunks.map(({ hash }) => hash).sort());
}

/** Sources that say something else than they did, told without a word of theirs. What was recorded is what counts. */
export function changesSince(before: Retrieved, now: Retrieved): Issue[] {
  return before.sources.flatMap((then) => {
    const read = now.sources.find(({ source_id }) => source_id === then.source_id);
    const field = `sources.${then.source_id}`;
    if (then.state === 'unread' || read?.content_hash === then.content_hash) return [];
    if (read === undefined || read.state === 'unread') return [{ ...issue('SOURCE_UNREAD', 'LYRICS', { field, ...gone(then) }), severity: 'info' }];
    return [issue('SOURCE_CHANGED', 'LYRICS', { field, ...changed(then, read) })];
  });
}

function gone({ source_id }: SourceRead): Pick<Issue, 'message' | 'hint'> {
  const message = `The source "${source_id}" cannot be read here and now, so nobody knows whether it has changed.`;
  return { message, hint: 'The song keeps what was recorded; nothing has to be done.' };
}

function changed({ source_id, chunks }: SourceRead, now: SourceRead): Pick<Issue, 'message' | 'hint'> {
  return {
    message: `The source "${source_id}" has changed: it had ${chunks} pieces and has ${now.chunks}.`,
    hint: 'The song keeps what was recorded; a new run, or `retry --from LYRICS --reroll`, reads it again.',
  };
}
