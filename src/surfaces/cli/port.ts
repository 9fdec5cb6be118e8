import { AmcsError } from '../../domain/error.js';

/** Where `serve` listens unless told otherwise. */
export const DEFAULT_PORT = 8718;

/** A port as a person writes it. @throws AmcsError USAGE. */
export function portNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535)
    throw new AmcsError('USAGE', { message: `"${text.slice(0, 20)}" is not a port.`, hint: 'A port is a whole number from 1 to 65535.' });
  return value;
}
