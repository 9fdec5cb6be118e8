import type { Source } from '../domain/ports.js';
import { configOf } from './config.js';

/** Words that stand in the spec itself. */
export const textSource: Source = {
  kind: 'text',
  check: (spec) => void configOf('text', spec),
  async read(spec) {
    const { text, format } = configOf('text', spec);
    return [{ place: spec.id, format: format ?? 'markdown', text }];
  },
};
