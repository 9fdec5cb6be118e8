import type { ComposedPrompt, Lyrics, Plan, ProducerNotes, Style } from '../domain/artifacts.js';
import type { Target } from '../domain/engines.js';
import { type Issue, issue } from '../domain/issue.js';
import type { ResolvedSds } from '../domain/spec.js';
import { structureOf } from '../domain/structure.js';
import { cutTo, lengthOf } from './limits.js';
import { lyricsBlock } from './lyrics-block.js';
import { styleLine } from './style-line.js';

export interface Song {
  sds: ResolvedSds;
  plan: Plan;
  style: Style;
  lyrics: Lyrics;
  producer_notes: ProducerNotes;
}

/** The prompt for one engine and model, inside its limits; what was left out is named in `trimmed`. */
export function composePrompt(song: Song, target: Target): ComposedPrompt {
  const { engine, model, limits } = target;
  const { sds, plan, style, lyrics, producer_notes } = song;
  const model_limits = {
    ...limits,
    style_max: Math.min(limits.style_max, sds.prompt_controls?.max_style_chars ?? limits.style_max),
    prompt_max: Math.min(limits.prompt_max, sds.prompt_controls?.max_prompt_chars ?? limits.prompt_max),
  };
  const title = cutTo(plan.title, model_limits.title_max);
  const line = styleLine(style, model_limits.style_max);
  const words = lyricsBlock(plan, lyrics, producer_notes, model_limits.lyrics_max);
  const negative = style.negative_tags.join(', ');
  const pieces = { title, style: line.text, negative, notes: productionNotes(producer_notes, plan), lyrics: words.text };
  const whole = wholeText(song, pieces, model_limits.prompt_max);
  const trimmed = [...new Set([...(title === plan.title ? [] : ['title']), ...line.trimmed, ...words.trimmed, ...whole.trimmed])];
  const fits = words.fits && whole.fits;
  return {
    text: whole.text,
    style: line.text,
    lyrics: words.text,
    title,
    negative,
    meta: {
      title: plan.title,
      genre: style.genre,
      tempo_bpm: plan.tempo_bpm,
      structure: structureOf(plan),
      style_tags: line.tags,
      negative_tags: style.negative_tags,
      section_tags: words.sectionTags,
      engine,
      model,
      model_limits,
      trimmed,
    },
    issues: [...(fits ? [] : [overLimit(target, words.fits, model_limits)]), ...(trimmed.length > 0 ? [trimmedIssue(trimmed)] : [])],
  };
}

interface Pieces {
  title: string;
  style: string;
  negative: string;
  notes: string;
  lyrics: string;
}

/** A style shorter than this says nothing. */
const SHORTEST_STYLE = 40;

/** All of it in one text. Where it is too long, what tells least goes first: notes, the tags' notes, words that return, most of the style, tags to avoid. */
function wholeText({ plan, style, lyrics, producer_notes }: Song, full: Pieces, max: number): { text: string; trimmed: string[]; fits: boolean } {
  const trimmed: string[] = [];
  let pieces = full;
  const over = () => lengthOf(join(pieces)) - max;
  const leave = (change: Partial<Pieces>, what: readonly string[]) => {
    pieces = { ...pieces, ...change };
    trimmed.push(...what);
  };
  if (over() > 0) leave({ notes: '' }, ['prompt: production notes']);
  if (over() > 0) {
    const words = lyricsBlock(plan, lyrics, producer_notes, lengthOf(pieces.lyrics) - over());
    leave({ lyrics: words.text }, words.trimmed);
  }
  if (over() > 0) {
    const line = styleLine(style, Math.max(SHORTEST_STYLE, lengthOf(pieces.style) - over()));
    leave({ style: line.text }, line.trimmed);
  }
  if (over() > 0 && pieces.negative !== '') leave({ negative: '' }, ['prompt: tags to avoid']);
  return { text: join(pieces), trimmed, fits: over() <= 0 };
}

function join({ title, style, negative, notes, lyrics }: Pieces): string {
  const head = [`Title: ${title}`, `Style: ${style}`, ...(negative === '' ? [] : [`Exclude: ${negative}`]), ...(notes === '' ? [] : [`Production: ${notes}`])];
  return `${head.join('\n')}\n\n${lyrics}\n`;
}

function productionNotes({ mix, instrumentation, duration_sec }: ProducerNotes, plan: Plan): string {
  const minutes = `${Math.floor(duration_sec / 60)}:${String(Math.round(duration_sec % 60)).padStart(2, '0')}`;
  return `${structureOf(plan)}; about ${minutes}; ${instrumentation.slice(0, 8).join(', ')}; ${mix.space}, ${mix.stereo_width} stereo, ${mix.lufs} LUFS`;
}

/** Says whose limit is passed: the person's own can be raised, the engine's cannot. */
function overLimit({ engine, model, limits }: Target, lyricsFit: boolean, used: Target['limits']): Issue {
  const own = lyricsFit && used.prompt_max < limits.prompt_max;
  const whose = own ? 'prompt_controls.max_prompt_chars allows' : `${engine} ${model} takes`;
  const what = lyricsFit ? `The whole prompt is longer than the ${used.prompt_max} characters` : `The lyrics are longer than the ${used.lyrics_max} characters`;
  const found = issue('PROMPT_OVER_LIMIT', 'COMPOSE', {
    message: `${what} that ${whose}.`,
    hint: own ? 'Raise it, or ask for fewer lines.' : 'Ask for fewer lines, or choose a model with more room.',
  });
  // A wish that the form has no room for; what the engine does not take is no prompt.
  return own ? { ...found, severity: 'warning' } : found;
}

function trimmedIssue(trimmed: string[]): Issue {
  return issue('PROMPT_TRIMMED', 'COMPOSE', {
    message: `Left out to stay inside the limits: ${trimmed.join('; ')}.`.slice(0, 600),
    hint: 'Nothing of the words is lost; fewer tags leave more room.',
  });
}
