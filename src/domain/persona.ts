import type { z } from 'zod';
import { parseAs } from './explain.js';
import { lyricsSchema, type Sds, styleSchema } from './spec.js';

/** The longest vocal profile there may be, in characters. */
const MOST_VOICE = 120;

/** Of lyrics a persona has habits, and no words. */
const habitsSchema = lyricsSchema.omit({ given: true, note: true, source_citations: true });

/**
 * A spec with what its persona usually does where the spec itself says nothing: style_defaults, lyrics_defaults, and the
 * voice as vocal profile. @throws AmcsError SPEC_INVALID for defaults that no style and no lyrics can have.
 */
export function withPersona(sds: Sds): Sds {
  const { persona } = sds;
  if (!persona) return sds;
  const style = checked(styleSchema, persona.style_defaults, 'persona.style_defaults');
  const lyrics = checked(habitsSchema, persona.lyrics_defaults, 'persona.lyrics_defaults');
  const voice = voiceOf(persona);
  return { ...sds, style: { ...(voice ? { vocal_profile: voice } : {}), ...style, ...sds.style }, lyrics: { ...lyrics, ...sds.lyrics } };
}

function checked<Schema extends z.ZodType>(schema: Schema, written: unknown, place: string): z.infer<Schema> | undefined {
  return written === undefined ? undefined : parseAs(schema, written, 'SPEC_INVALID', `Song Design Spec: ${place}`);
}

/** "smoky alto, A3 to C5, half spoken": as much as a vocal profile holds. */
function voiceOf({ voice, vocal_range, delivery = [] }: NonNullable<Sds['persona']>): string {
  return [voice, vocal_range, ...delivery].reduce<string>((text, part) => {
    const longer = text === '' || part === undefined ? (part ?? text) : `${text}, ${part}`;
    return longer.length > MOST_VOICE ? text : longer;
  }, '');
}
