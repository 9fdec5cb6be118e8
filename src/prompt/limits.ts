import type { ModelLimits } from '../domain/artifacts.js';
import { AmcsError } from '../domain/error.js';
import { nearest } from '../domain/nearest.js';
import type { EngineTable } from '../domain/tables.js';

export interface Target {
  engine: string;
  model: string;
  limits: ModelLimits;
}

/** The engine the prompt is for where nobody names one: most people paste into it by hand. */
const DEFAULT_ENGINE = 'suno';

/** @throws AmcsError ENGINE_UNAVAILABLE naming the nearest engine or the models there are. */
export function findTarget(engine: string | undefined, model: string | undefined, table: EngineTable): Target {
  const name = engine ?? DEFAULT_ENGINE;
  const row = table.engines.find((one) => one.engine === name);
  if (!row) {
    const names = table.engines.map((one) => one.engine);
    throw new AmcsError('ENGINE_UNAVAILABLE', {
      message: `No limits are known for the engine "${name}".`,
      hint: `Known engines: ${(nearest(name, names).length > 0 ? nearest(name, names) : names).join(', ')}.`,
    });
  }
  const wanted = model ?? row.default_model;
  const found = row.models.find((one) => one.model.toLowerCase() === wanted.toLowerCase());
  if (!found) {
    throw new AmcsError('ENGINE_UNAVAILABLE', {
      message: `The engine "${name}" has no model "${wanted}".`,
      hint: `Its models: ${row.models.map((one) => one.model).join(', ')}.`,
    });
  }
  return { engine: name, model: found.model, limits: found.limits };
}

/** Length as engines count it: Unicode code points, not UTF-16 units. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** The first `max` code points, cut at a word where one ends in the last fifth. */
export function cutTo(text: string, max: number): string {
  const points = [...text];
  if (points.length <= max) return text;
  const head = points.slice(0, max).join('');
  const space = head.lastIndexOf(' ');
  return (space > head.length * 0.8 ? head.slice(0, space) : head).trimEnd();
}
