import type { Lyrics, Plan } from '../domain/artifacts.js';
import type { Issue } from '../domain/issue.js';
import { rounded } from '../domain/text.js';
import { hookCount } from '../prosody/hook.js';
import { measureLineIn, measureVerse } from '../prosody/line.js';
import type { Pronounce } from '../prosody/pronounce.js';
import { lineEnd } from '../prosody/rhyme.js';
import { checkScheme, rhymeLabels } from '../prosody/scheme.js';
import { wordsOf } from '../prosody/tokens.js';

export interface Written {
  id: string;
  lines: readonly string[];
}

/** The lyrics artifact from written sections: repeats filled in, every line measured. */
export function measureLyrics(plan: Plan, language: string, written: readonly Written[], pronounce: Pronounce, issues: Issue[]): Lyrics {
  const words = new Map(written.map(({ id, lines }) => [id, lines]));
  const sections = plan.sections.flatMap((section) => {
    const lines = words.get(section.id) ?? (section.repeat_of === null ? undefined : words.get(section.repeat_of));
    if (lines === undefined) return [];
    const labels = rhymeLabels(section.rhyme_scheme ?? 'X', lines.length);
    const sounds = soundsOf(lines, language, pronounce);
    return [{ id: section.id, type: section.type, lines: lines.map((text, at) => ({ text, ...(sounds[at] as Sound), rhyme_label: labelText(labels[at]) })) }];
  });
  const all = sections.flatMap(({ lines }) => lines);
  return {
    language,
    sections,
    text: lyricsText(sections),
    hook: { phrase: plan.hook.phrase, count: all.reduce((sum, { text }) => sum + hookCount(text, plan.hook.phrase), 0) },
    citations: [],
    metrics: {
      lines: all.length,
      words: all.reduce((sum, { text }) => sum + wordsOf(text).length, 0),
      syllables_mean: all.length === 0 ? 0 : rounded(all.reduce((sum, { syllables }) => sum + syllables, 0) / all.length, 2),
      rhyme: language === 'en' ? rhymeCounts(sections, pronounce) : { perfect: 0, slant: 0, none: 0 },
    },
    issues,
  };
}

interface Sound {
  syllables: number;
  stress: string;
}

/** Syllables as sung and, in English, their stress in the metre of the section; "" where stress is not measured. */
function soundsOf(lines: readonly string[], language: string, pronounce: Pronounce): Sound[] {
  if (language !== 'en') return lines.map((text) => ({ syllables: measureLineIn(language, text, pronounce).syllables, stress: '' }));
  return measureVerse(lines, pronounce, { liberties: false }).lines.map(({ stress }) => ({ syllables: stress.length, stress }));
}

const labelText = (label: string | undefined) => (label === undefined || label === 'X' ? '' : label);

function rhymeCounts(sections: Lyrics['sections'], pronounce: Pronounce): Lyrics['metrics']['rhyme'] {
  const tiers = sections.flatMap(({ lines }) => {
    const ends = lines.map(({ text }) => lineEnd(text, pronounce));
    return checkScheme(
      ends,
      lines.map(({ rhyme_label }) => rhyme_label || 'X'),
    ).map(({ tier }) => tier);
  });
  const count = (...wanted: string[]) => tiers.filter((tier) => wanted.includes(tier)).length;
  return { perfect: count('perfect'), slant: count('slant'), none: count('eye', 'none', 'same') };
}

/** The words with [Section] tags; a type that comes with different words each time is numbered. */
export function lyricsText(sections: Lyrics['sections']): string {
  return sections
    .map(({ id, type, lines }) => {
      const numbered = sections.filter((other) => other.type === type).length > 1 && type === 'Verse';
      return [`[${numbered ? `${type} ${id.split('-')[1]}` : type}]`, ...lines.map(({ text }) => text)].join('\n');
    })
    .join('\n\n');
}
