import { describe, expect, it } from 'vitest';
import { findPii, redactPii } from '../../src/guards/pii/pii.js';
import { tables } from '../fixtures/song.js';

const kinds = (text: string) => findPii(text, tables.pii).map(({ kind }) => kind);

describe('personal data', () => {
  it.each([
    ['email', 'Write to jo.brandt@quickpost.net tonight'],
    ['email', 'mail me: rosa dot alvarez at webmail dot org'],
    ['email', 'rosa [at] webmail [dot] org'],
    ['email', 'rosa(at)webmail.org'],
    ['email', 'rosa @ webmail . com'],
    ['phone', 'Call me at (415) 555-0134 after dark'],
    ['phone', '415.555.0134'],
    ['phone', '+44 7911 123456'],
    ['phone', '+49 (0)30 901820'],
    ['phone', '020 7946 0958 is where I am'],
    ['phone', 'ring me on 07700 900123'],
    ['phone', 'my number is 5550134'],
    ['phone', '555-0134, baby'],
    ['phone', 'five five five, oh one three four'],
    ['phone', 'text 4155550134'],
    ['card', 'charge it to 4111 1111 1111 1111'],
    ['card', '5500-0000-0000-0004'],
    ['card', '378282246310005'],
    ['iban', 'send it to GB82 WEST 1234 5698 7654 32 please'],
    ['iban', 'DE89370400440532013000'],
    ['id', 'my social is 219-09-9999'],
    ['id', 'passport number X12345678'],
    ['birth', 'born on 03/14/1987'],
    ['machine', 'ping 203.0.113.42'],
    ['machine', '2001:db8:85a3::8a2e:370:7334'],
    ['address', 'I live at 482 Larkspur Avenue, Apt 3'],
    ['address', 'meet me at 17 W 93rd St'],
    ['address', 'at 12 willow lane'],
    ['address', 'Lindenstraße 14, 10969 Berlin'],
    ['address', '14 rue des Lilas'],
    ['address', 'P.O. Box 1187'],
    ['handle', 'find me @moon.river_88'],
    ['handle', 'my snapchat is lunavee22'],
    ['handle', 'Instagram: lunavee'],
    ['url', 'https://luna.example/tour?x=1'],
    ['url', 'go to lunavee.com'],
    ['name', 'My name is Teresa Okafor'],
    ['name', 'ask Dr. Okafor'],
    ['name', 'hello, I am Teresa Okafor'],
    ['name', 'my name is teresa'],
  ])('of kind %s is found: %s', (kind, text) => {
    expect(kinds(text)).toEqual([kind]);
  });

  it.each([
    'Grace, Virginia and Jordan, I love you all',
    'One two three four five six seven',
    'Nine to five and twenty four seven',
    '10 20 30 40 50, counting down',
    'My name is trouble, my name is rain',
    'My name is written on the wall',
    'Dr. Feelgood is in tonight',
    'Mr. Sandman, bring me a dream',
    'Down on 42nd Street',
    'Five miles down the road',
    'A 5 mile road, a 4 lane highway',
    'Meet me at Penny Lane',
    'Born on the fourth of July',
    'It is 10:30:15 on the clock',
    'There is no place like 127.0.0.1',
    'We run version 10.2.3.4 now',
    'Party @ midnight, party @home',
    'In 1999-2004 we ran',
    'My card reads 1234 5678 9012 3456',
    'The password is love',
    'Take me home, Route 66',
    'I had 1,000,000 reasons and $1,234.56',
    "I'm Coming Home, I'm Sorry",
    'from Paris to Texas and back',
    'look at the dot on the map',
    'Instagram is killing me',
  ])('is not seen in: %s', (text) => {
    expect(findPii(text, tables.pii)).toEqual([]);
  });

  it('is told with its place and replaced', () => {
    const text = 'Call 415-555-0134, love Ann';
    const redacted = redactPii(text, tables.pii);
    expect(redacted.text).toBe('Call [phone], love Ann');
    expect(redacted.findings).toEqual([
      { guard: 'pii', kind: 'phone', start: 5, end: 17, text: '415-555-0134', replacement: '[phone]', reason: 'It reads as a phone number.' },
    ]);
  });

  it('leaves no bracket in words that are sung', () => {
    expect(redactPii('Call 415-555-0134', tables.pii, 'sung').text).toBe('Call my number');
  });
});
