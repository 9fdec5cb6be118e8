import type { z } from 'zod';
import type { RenderJob } from '../../src/domain/artifacts.js';
import { defineSkill, type NodeContext } from '../../src/domain/contract.js';
import type { RenderRequest } from '../../src/domain/ports.js';
import { renderContract } from './contract.js';

type Context = NodeContext<z.infer<typeof renderContract.input>>;

/** Engines take 32-bit seeds; the stream makes one of the node's seed. */
function request({ input: { sds, composed_prompt }, rng }: Context): RenderRequest {
  return {
    engine: sds.render?.engine ?? 'none',
    model: sds.render?.model ?? composed_prompt.meta.model,
    num_variations: sds.render?.num_variations ?? 1,
    seed: rng('engine-seed').int(0, 2 ** 31 - 1),
    title: composed_prompt.title,
    prompt: composed_prompt.text,
  };
}

function accept(_context: Context, job: RenderJob): RenderJob {
  return job;
}

export const render = defineSkill(renderContract, { kind: 'effect', effect: 'render', request, accept });
