import type { ModelLimits } from './artifacts.js';
import { AmcsError } from './error.js';
import { suggestion } from './nearest.js';
import type { EngineTable } from './tables.js';
import { sentence } from './text.js';

export interface Target {
  engine: string;
  model: string;
  limits: ModelLimits;
}

/** The engine the prompt is for where nobody names one: most people paste into it by hand. */
const DEFAULT_ENGINE = 'suno';

/** Render engines that a spec may name though no prompt limits are kept for them. */
const OTHER_ENGINES = ['none', 'sketch', 'ace-step', 'elevenlabs', 'paste'];

/** @throws AmcsError ENGINE_UNAVAILABLE naming the nearest engine or the models there are. */
export function findTarget(engine: string | undefined, model: string | undefined, table: EngineTable): Target {
  const name = engine ?? DEFAULT_ENGINE;
  const row = table.engines.find((one) => one.engine === name);
  if (!row) {
    const known = table.engines.map((one) => one.engine);
    throw new AmcsError('ENGINE_UNAVAILABLE', { message: `No limits are known for the engine "${name}".`, hint: sentence(suggestion(name, known)) });
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

/** @throws AmcsError ENGINE_UNAVAILABLE where a spec's render.engine is no engine that anybody knows. */
export function checkRenderEngine(engine: string | undefined, table: EngineTable): void {
  const known = [...OTHER_ENGINES, ...table.engines.map((one) => one.engine)];
  if (engine === undefined || known.includes(engine)) return;
  throw new AmcsError('ENGINE_UNAVAILABLE', { message: `render.engine "${engine}" is no engine known here.`, hint: sentence(suggestion(engine, known)) });
}
