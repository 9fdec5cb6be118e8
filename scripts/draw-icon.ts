/** Draws the plugin's icon, two notes under a beam, as the PNG that plugin directories ask for: `node dist/scripts/draw-icon.js`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { packageRoot } from '../src/catalog/package-root.js';
import { ICON_SHAPES, type IconShape } from '../src/surfaces/mcp/icon.js';

const SIZE = 512;
/** Samples a side of each pixel, for smooth edges. */
const FINE = 4;

const unit = SIZE / 64;
const inside = (shape: IconShape, x: number, y: number): boolean => {
  if ('points' in shape) {
    const { points } = shape;
    return points.reduce((odd, [x1, y1], at) => {
      const [x2, y2] = points[(at + 1) % points.length] as readonly [number, number];
      return y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1 ? !odd : odd;
    }, false);
  }
  const angle = (-20 * Math.PI) / 180;
  const [dx, dy] = [x - shape.cx, y - shape.cy];
  const [u, v] = [dx * Math.cos(angle) + dy * Math.sin(angle), dy * Math.cos(angle) - dx * Math.sin(angle)];
  return (u / shape.rx) ** 2 + (v / shape.ry) ** 2 <= 1;
};

function covered(column: number, row: number): number {
  let hits = 0;
  for (let at = 0; at < FINE * FINE; at += 1) {
    const x = (column + ((at % FINE) + 0.5) / FINE) / unit;
    const y = (row + (Math.floor(at / FINE) + 0.5) / FINE) / unit;
    if (ICON_SHAPES.some((shape) => inside(shape, x, y))) hits += 1;
  }
  return hits / (FINE * FINE);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

const [ground, ink] = [
  [0x1f, 0x2a, 0x44],
  [0xff, 0xd1, 0x66],
] as const;
const rows = Buffer.alloc(SIZE * (1 + SIZE * 3));
for (let row = 0; row < SIZE; row += 1) {
  for (let column = 0; column < SIZE; column += 1) {
    const share = covered(column, row);
    for (const part of [0, 1, 2] as const) rows[row * (1 + SIZE * 3) + 1 + column * 3 + part] = Math.round(ground[part] * (1 - share) + ink[part] * share);
  }
}
const head = Buffer.alloc(13);
head.writeUInt32BE(SIZE, 0);
head.writeUInt32BE(SIZE, 4);
head.set([8, 2, 0, 0, 0], 8);
const png = [Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))];
writeFileSync(join(packageRoot(), '.claude-plugin', 'icon.png'), Buffer.concat(png));
