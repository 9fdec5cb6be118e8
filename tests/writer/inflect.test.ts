import { describe, expect, it } from 'vitest';
import { say, unknownTokens, type Voice } from '../../src/writer/offline/inflect.js';
import { pastOf, thirdOf } from '../../src/writer/offline/verbs.js';

const voice = (pov: Voice['pov'], tense: Voice['tense'], hero: Voice['hero'] = 'she'): Voice => ({ pov, tense, hero });

describe('a line bends', () => {
  const text = '[I] [i:leave] [my] coat where [you] [you:be], the lights [they:burn] and [it:sing] to [me]';

  it.each([
    [voice('1st', 'present'), 'I leave my coat where you are, the lights burn and sings to me'],
    [voice('1st', 'past'), 'I left my coat where you were, the lights burned and sang to me'],
    [voice('2nd', 'present'), 'You leave your coat where she is, the lights burn and sings to you'],
    [voice('3rd', 'present'), 'She leaves her coat where he is, the lights burn and sings to her'],
    [voice('3rd', 'past', 'he'), 'He left his coat where she was, the lights burned and sang to him'],
    [voice('1st', 'future'), 'I will leave my coat where you will be, the lights will burn and will sing to me'],
  ])('to %o', (how, said) => {
    expect(say(text, how)).toBe(said);
  });

  it.each([
    ["[I'm] late and [there's] rain", voice('1st', 'present'), "I'm late and there's rain"],
    ["[I'm] late and [there's] rain", voice('3rd', 'past'), 'She was late and there was rain'],
    ["[I'm] late", voice('2nd', 'present'), "You're late"],
    ["[you're] late and [I've] gone", voice('3rd', 'present', 'he'), "She's late and he's gone"],
    ["[I] [i:don't] call, it [it:isn't] cold", voice('3rd', 'present'), "She doesn't call, it isn't cold"],
    ["[I] [i:don't] call, [I] [i:can't] see", voice('1st', 'past'), "I didn't call, I couldn't see"],
    ['[I] [i:wait] for [you!] by [yourself]', voice('3rd', 'present'), 'She waits for him by himself'],
    ['[we] [they:sing] of [our] street, it [it:belong] to [us]', voice('1st', 'past'), 'We sang of our street, it belonged to us'],
    ['[we] [they:be] late', voice('3rd', 'present'), 'They are late'],
  ])('%s', (text, how, said) => {
    expect(say(text, how)).toBe(said);
  });

  it('only where it is told to in words we know', () => {
    expect(unknownTokens("[I] [i:walk] [it:don't] [you!] [myself]")).toEqual([]);
    expect(unknownTokens('[them] [i:Walk] [walk] []')).toEqual(['them', 'i:Walk', 'walk', '']);
  });
});

describe('verbs', () => {
  it.each([
    ['walk', 'walked', 'walks'],
    ['stop', 'stopped', 'stops'],
    ['carry', 'carried', 'carries'],
    ['play', 'played', 'plays'],
    ['go', 'went', 'goes'],
    ['kiss', 'kissed', 'kisses'],
    ['wash', 'washed', 'washes'],
    ['love', 'loved', 'loves'],
    ['look', 'looked', 'looks'],
    ['open', 'opened', 'opens'],
    ['fix', 'fixed', 'fixes'],
    ['hum', 'hummed', 'hums'],
    ['rain', 'rained', 'rains'],
    ['quit', 'quit', 'quits'],
    ['have', 'had', 'has'],
    ['shrug', 'shrugged', 'shrugs'],
    ['regret', 'regretted', 'regrets'],
  ])('%s, %s, %s', (lemma, past, third) => {
    expect([pastOf(lemma), thirdOf(lemma)]).toEqual([past, third]);
  });
});
