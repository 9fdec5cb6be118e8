import type { Skill } from '../src/domain/contract.js';
import type { NodeName } from '../src/domain/node-name.js';
import { compose } from './compose/node.js';
import { fix } from './fix/node.js';
import { lyrics } from './lyrics/node.js';
import { plan } from './plan/node.js';
import { producer } from './producer/node.js';
import { render } from './render/node.js';
import { review } from './review/node.js';
import { style } from './style/node.js';
import { validate } from './validate/node.js';

/** The nodes in the order of their seed index: the only place where one is added. */
export const skills: readonly Skill[] = [plan, style, lyrics, producer, compose, validate, fix, render, review];

export function skillOf(node: NodeName): Skill {
  return skills.find(({ contract }) => contract.node === node) as Skill;
}
