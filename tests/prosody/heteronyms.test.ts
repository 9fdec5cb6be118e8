import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../src/prosody/tokens.js';
import { pronounceIn } from '../../src/prosody/words/heteronyms.js';
import { pronounce } from '../fixtures/song.js';

/** The word in capitals is the one that is asked for. */
function inLine(line: string): string {
  const words = wordsOf(line);
  const at = words.indexOf(wordsOf(/\b[A-Z]{3,}\b/.exec(line)?.[0] as string)[0] as string);
  return pronounceIn(words, at, pronounce).phones.join(' ');
}

describe('two readings of one spelling', () => {
  it.each([
    ['we only LIVE once', 'L IH1 V'],
    ['tonight a LIVE band plays', 'L AY1 V'],
    ['this is how our LIVES began', 'L AY1 V Z'],
    ['she LIVES in my head', 'L IH1 V Z'],
    ['blown by the WIND', 'W IH1 N D'],
    ['time to WIND it up', 'W AY1 N D'],
    ['letters I have READ', 'R EH1 D'],
    ['i READ your mind', 'R IY1 D'],
    ['a heart of LEAD', 'L EH1 D'],
    ['you LEAD me on', 'L IY1 D'],
    ['wipe away a TEAR', 'T IH1 R'],
    ['love will TEAR us apart', 'T EH1 R'],
    ['my TEARS fall down', 'T IH1 R Z'],
    ['it TEARS me up', 'T EH1 R Z'],
    ['hold me CLOSE', 'K L OW1 S'],
    ['so CLOSE to you', 'K L OW1 S'],
    ['come CLOSE the door', 'K L OW1 S'],
    ['when i CLOSE my eyes', 'K L OW1 Z'],
    ['what is the USE', 'Y UW1 S'],
    ['i could USE a friend', 'Y UW1 Z'],
    ['a BOW and arrow', 'B OW1'],
    ['take a BOW', 'B AW1'],
    ['a white DOVE', 'D AH1 V'],
    ['we DOVE into the sea', 'D OW1 V'],
    ['an open WOUND', 'W UW1 N D'],
    ['i am WOUND up tight', 'W AW1 N D'],
    ['play that RECORD', 'R EH1 K ER0 D'],
    ['we RECORD it all', 'R AH0 K AO1 R D'],
    ['lost in the DESERT', 'D EH1 Z ER0 T'],
    ["don't DESERT me", 'D IH0 Z ER1 T'],
    ['the OBJECT of my love', 'AA1 B JH EH0 K T'],
    ['a PRESENT for you', 'P R EH1 Z AH0 N T'],
    ['this little REBEL', 'R EH1 B AH0 L'],
    ['the BLESSED night', 'B L EH1 S IH0 D'],
    ['i am BLESSED', 'B L EH1 S T'],
    ['where ROSES grow', 'R OW1 Z IH0 Z'],
  ])('%j: %s', (line, phones) => {
    expect(inLine(line)).toBe(phones);
  });

  it("are told apart at a line's edges, too", () => {
    expect(pronounceIn(['wind'], 0, pronounce).phones.join(' ')).toBe('W IH1 N D');
    expect(pronounceIn(['constructor'], 0, pronounce)).toEqual(pronounce('constructor'));
  });
});
