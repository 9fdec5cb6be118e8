import { type Issue, issue } from '../domain/issue.js';
import type { ResolvedSds } from '../domain/spec.js';
import type { Tables } from '../domain/tables.js';
import { artistsOf, namesGiveWay, type Told, textsOf } from './names-and-data.js';
import { findPii, findSungPii } from './pii/pii.js';

const keepNames = 'Describe the sound in your own words; persona.policy.public_release: false keeps names.';

/** What a cleaner changed, as issues: a name is told with what stands there now, personal data only by its kind. */
export function cleanedIssues(told: readonly Told[], node: Issue['node']): Issue[] {
  return told.map(({ field, finding: { guard, kind, text, replacement, reason } }) =>
    guard === 'artist'
      ? issue('ARTIST_REPLACED', node, { field, message: `"${text}" gave way to "${replacement}". ${reason}`.slice(0, 600), hint: keepNames })
      : issue('PERSONAL_DATA_REDACTED', node, {
          field,
          message: `Personal data (${kind}) was replaced by "${replacement}". ${reason}`,
          hint: 'Take it out of the spec or the words.',
        }),
  );
}

/** Personal data anywhere in the spec, and artists named where nothing may be replaced: in the title and the themes. */
export function specIssues(sds: ResolvedSds, tables: Tables): Issue[] {
  const artists = artistsOf(tables);
  const named = namesGiveWay(sds);
  return textsOf(sds).flatMap(({ field, text, where }) => [
    ...findPii(text, tables.pii).map(({ kind, reason }) =>
      issue('PERSONAL_DATA_GIVEN', 'PLAN', {
        field,
        message: `${field} holds personal data (${kind}). ${reason}`,
        hint: 'Take it out: the spec is recorded as it is, the prompt goes out without it.',
      }),
    ),
    ...(named && ['title', 'lyrics.themes', 'lyrics.given'].includes(field)
      ? artists(text, where).map((one) =>
          issue('ARTIST_NAMED', 'PLAN', {
            field,
            message: `${field} holds "${one.text}". ${one.reason}`,
            hint: 'Choose other words for a song that is published; it is left as it is.',
          }),
        )
      : []),
  ]);
}

interface Section {
  id: string;
  lines: readonly { text: string }[];
}

/** Personal data and artists' names in lines that are sung. */
export function lineIssues(sections: readonly Section[], sds: Pick<ResolvedSds, 'persona'>, tables: Tables): Issue[] {
  const artists = artistsOf(tables);
  const named = namesGiveWay(sds);
  return sections.flatMap(({ id, lines }) =>
    lines.flatMap(({ text }, at) => {
      const place = { section: id, line: at + 1 };
      const data = findSungPii(text, tables.pii).map(({ kind, reason }) =>
        issue('PERSONAL_DATA', 'VALIDATE', {
          ...place,
          message: `The line holds personal data (${kind}). ${reason}`,
          hint: 'Rewrite it: nobody is to be found through a song.',
        }),
      );
      const names = (named ? artists(text, 'prose') : []).map((one) =>
        issue('ARTIST_NAMED', 'VALIDATE', {
          ...place,
          message: `The line holds "${one.text}". ${one.reason}`,
          hint: 'Choose another word for a song that is published.',
        }),
      );
      return [...data, ...names];
    }),
  );
}
