import { describe, expect, it } from 'vitest';
import type { ComposedPrompt, Scores, Style } from '../../src/domain/artifacts.js';
import { goldenSong, withLine } from '../fixtures/golden.js';
import { codesOf, planOf, resolve, runNode, type Written } from '../fixtures/song.js';

function styleOf(written: Written): Style {
  const sds = resolve(written);
  return runNode<Style>('STYLE', sds.seed, { sds, plan: planOf(sds) });
}

const wishes = { style: { vocal_profile: 'intimate, like Billie Eilish', tags: ['Adele-esque belting'] }, persona: { influences: ['Prince', 'delta blues'] } };

describe('artists in a spec', () => {
  it('give way to descriptions in the style, and an issue says so for each', () => {
    const style = styleOf(wishes);
    expect(JSON.stringify({ ...style, issues: [] })).not.toMatch(/Eilish|Prince|Adele/);
    expect(style.vocal_profile).toBe('intimate, like breathy intimate alt-pop vocal, minimal bass-heavy production');
    expect(style.tags.Other).toEqual(expect.arrayContaining([expect.stringContaining('falsetto funk-rock'), 'delta blues']));
    const replaced = style.issues.filter(({ code }) => code === 'ARTIST_REPLACED').map(({ field }) => field);
    expect(replaced).toEqual(expect.arrayContaining(['style.vocal_profile', 'persona.influences', 'style.tags.Other']));
  });

  it('stay where the song is not for the public, unless named styles are disallowed all the same', () => {
    const own = (policy: Written) => styleOf({ ...wishes, persona: { ...wishes.persona, policy } });
    expect(own({ public_release: false }).tags.Other).toContain('Prince');
    expect(own({ public_release: false }).issues).toEqual([]);
    expect(own({ public_release: false, disallow_named_style_of: true }).tags.Other).not.toContain('Prince');
  });

  it('in the title are told and left', () => {
    const sds = resolve({ title: 'Dancing with Taylor Swift' });
    const plan = planOf(sds);
    expect(plan.title).toBe('Dancing with Taylor Swift');
    expect(plan.issues).toContainEqual(expect.objectContaining({ code: 'ARTIST_NAMED', field: 'title' }));
  });
});

describe('personal data', () => {
  const song = goldenSong(withLine('verse-1', 3, 'Just call 415-555-0134'));

  it('in a line fails the song', () => {
    const scores: Scores = song.scores;
    expect(scores.passed).toBe(false);
    expect(scores.issues).toContainEqual(expect.objectContaining({ code: 'PERSONAL_DATA', severity: 'error', section: 'verse-1', line: 3 }));
  });

  it('does not go out, and COMPOSE says so without repeating it', () => {
    const prompt: ComposedPrompt = song.composed_prompt;
    expect(prompt.text).not.toContain('0134');
    expect(prompt.lyrics).toContain('Just call my number');
    expect(codesOf(prompt)).toContain('PERSONAL_DATA_REDACTED');
    expect(JSON.stringify([...song.scores.issues, ...prompt.issues].filter(({ code }) => code.startsWith('PERSONAL')))).not.toContain('0134');
  });

  it('in the spec is told with its field', () => {
    const { issues } = planOf(resolve({ lyrics: { note: 'mail me at rosa@webmail.org' } }));
    expect(issues).toContainEqual(expect.objectContaining({ code: 'PERSONAL_DATA_GIVEN', field: 'lyrics.note' }));
  });
});
