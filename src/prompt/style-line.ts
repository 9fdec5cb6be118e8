import type { Style } from '../domain/artifacts.js';
import { cutTo, lengthOf } from './limits.js';

interface Piece {
  name: string;
  text: string;
  /** Higher goes first when the line is too long. */
  rank: number;
}

export interface StyleLine {
  text: string;
  tags: string[];
  trimmed: string[];
}

/** One line in a fixed order: era, genre, energy and mood, instruments, rhythm, vocal, mix; the least telling pieces go first where it is too long. */
export function styleLine(style: Style, max: number): StyleLine {
  let pieces = piecesOf(style);
  const trimmed: string[] = [];
  const join = () => pieces.map(({ text }) => text).join(', ');
  while (lengthOf(join()) > max && pieces.length > 1) {
    const worst = pieces.reduce((a, b) => (b.rank >= a.rank ? b : a));
    pieces = pieces.filter((piece) => piece !== worst);
    trimmed.push(`style: ${worst.name} "${worst.text}"`);
  }
  const text = cutTo(join(), max);
  if (text !== join()) trimmed.push(`style: the end of "${pieces[0]?.text ?? ''}"`.slice(0, 200));
  return { text, tags: pieces.map((piece) => piece.text), trimmed };
}

function piecesOf(style: Style): Piece[] {
  const tags = (category: string) => style.tags[category] ?? [];
  const many = (name: string, values: readonly string[], rank: number): Piece[] => values.map((text, at) => ({ name, text, rank: rank + at / 100 }));
  const detail = style.genre_detail;
  const genres = [...tags('Genre'), ...detail.subgenres, ...detail.fusions];
  const ordered = [
    ...many('era', tags('Era'), 5),
    ...many('genre', genres.length > 0 ? genres : [detail.primary], 1),
    ...many(
      'energy',
      tags('Energy').map((energy) => `${energy} energy`),
      4,
    ),
    ...many('mood', style.mood, 3),
    ...many('instrument', style.instruments, 2),
    ...many('rhythm', [...tags('Rhythm'), `${style.tempo_bpm} BPM`, style.key, ...style.modulations.map((key) => `key change to ${key}`)], 3.5),
    ...many('vocal', [style.vocal_profile, ...tags('Vocal')], 2.5),
    ...many('mix', tags('Mix'), 6),
    ...many('other', tags('Other'), 7),
  ];
  return ordered.filter(({ text }, at) => text !== '' && ordered.findIndex((other) => other.text.toLowerCase() === text.toLowerCase()) === at);
}
