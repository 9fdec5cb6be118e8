import type { Icon } from '@modelcontextprotocol/server';

/** A note's head, tilted a little, or a stem or beam; on a square of 64. */
export type IconShape = { cx: number; cy: number; rx: number; ry: number } | { points: readonly (readonly [number, number])[] };

export const ICON_SHAPES: readonly IconShape[] = [
  { cx: 19, cy: 46, rx: 8, ry: 6 },
  { cx: 44, cy: 41, rx: 8, ry: 6 },
  {
    points: [
      [23, 17],
      [27, 17],
      [27, 46],
      [23, 46],
    ],
  },
  {
    points: [
      [48, 12],
      [52, 12],
      [52, 41],
      [48, 41],
    ],
  },
  {
    points: [
      [23, 17],
      [52, 11],
      [52, 20],
      [23, 26],
    ],
  },
];

const drawn = ICON_SHAPES.map((shape) =>
  'points' in shape
    ? `<path d="M${shape.points.map((point) => point.join(' ')).join('L')}z"/>`
    : `<ellipse cx="${shape.cx}" cy="${shape.cy}" rx="${shape.rx}" ry="${shape.ry}" transform="rotate(-20 ${shape.cx} ${shape.cy})"/>`,
).join('');

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="12" fill="#1f2a44"/><g fill="#ffd166">${drawn}</g></svg>`;

/** In the answer itself, so that a client need not go anywhere for it. */
export const icons: Icon[] = [{ src: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`, mimeType: 'image/svg+xml', sizes: ['any'] }];
