import { describe, expect, it } from 'vitest';
import { rounded, slugOf } from '../../src/domain/text.js';

describe('a slug', () => {
  it.each([
    ['Elf On Overtime', 'elf-on-overtime'],
    ["  Don't  Stop!! ", 'dont-stop'],
    ['Café Ñandú', 'cafe-nandu'],
    ['R&B / Soul', 'r-b-soul'],
    ['1999', '1999'],
    ['../../etc/passwd', 'etc-passwd'],
  ])('of %j is %j', (text, slug) => {
    expect(slugOf(text, 'song')).toBe(slug);
  });

  it.each(['', '夏', '!!!', '🎄'])('of text without Latin letters or digits is the fallback: %j', (text) => {
    expect(slugOf(text, 'song')).toBe('song');
  });

  it('has at most 60 characters and never ends in a hyphen', () => {
    const slug = slugOf(`${'a'.repeat(59)} bcd`, 'song');
    expect(slug).toBe('a'.repeat(59));
  });

  it('of a slug is itself', () => {
    const slug = slugOf('Half a Tank of Gas', 'song');
    expect(slugOf(slug, 'x')).toBe(slug);
  });
});

describe('a rounded number', () => {
  it('loses the noise of binary fractions', () => {
    expect(rounded(0.1 + 0.2)).toBe(0.3);
    expect(rounded(2 / 3)).toBe(0.6667);
  });

  it('has as many decimals as asked for', () => {
    expect(rounded(8.125, 2)).toBe(8.13);
    expect(rounded(8.4, 0)).toBe(8);
  });
});
