import type { LineFrame } from '../../domain/line-data.js';
import type { SectionType } from '../../domain/words.js';

export type Role = LineFrame['role'];

/** Where a line stands in the song. */
export interface Position {
  type: SectionType;
  /** Which section of its type, from 1. */
  turn: number;
  line: number;
  lines: number;
}

/** What a line has to do in the story: a verse opens on a scene, goes on to what people do and closes on what it means; the second verse is further on. */
export function roleAt({ type, turn, line, lines }: Position): Role {
  switch (type) {
    case 'PreChorus':
      return 'lift';
    case 'Chorus':
    case 'PostChorus':
    case 'Refrain':
    case 'Outro':
    case 'Drop':
      return 'chorus';
    case 'Bridge':
    case 'Breakdown':
      return 'bridge';
    default: {
      const through = lines <= 1 ? 0 : line / (lines - 1);
      if (turn === 1) return through < 0.5 ? 'scene' : through < 0.99 ? 'action' : 'turn';
      return through < 0.25 ? 'scene' : through < 0.7 ? 'action' : 'turn';
    }
  }
}

/** What it costs to use a line of one role in the place of another; 9 is as good as never. */
const cost: Record<Role, Partial<Record<Role, number>>> = {
  scene: { scene: 0, action: 1.5, turn: 3 },
  action: { action: 0, scene: 1.5, turn: 2 },
  turn: { turn: 0, action: 1.8, bridge: 2.5, scene: 3.5 },
  lift: { lift: 0, action: 3, bridge: 2.5, turn: 3 },
  chorus: { chorus: 0, lift: 2.2, turn: 2.4, bridge: 2.8, action: 3.5 },
  bridge: { bridge: 0, turn: 1.2, action: 3.5, lift: 3 },
};

export function roleCost(wanted: Role, have: Role): number {
  return cost[wanted][have] ?? 9;
}
