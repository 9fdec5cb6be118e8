import { AmcsError } from '../../domain/error.js';

/** A service's address as somebody set it. @throws AmcsError WRITER_UNAVAILABLE where nothing can be asked there. */
export function checkAddress(address: string, setting: string): void {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return;
  throw new AmcsError('WRITER_UNAVAILABLE', {
    message: `${setting} is no address that can be asked.`,
    hint: 'Set it to an http or https address without a name and password in it, e.g. http://127.0.0.1:11434/v1.',
  });
}
