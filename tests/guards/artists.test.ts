import { describe, expect, it } from 'vitest';
import { artistGuard, type Where } from '../../src/guards/artists/artists.js';
import { catalog, tables } from '../fixtures/song.js';

const guard = artistGuard(tables.artists, (word) => tables.pronunciations.lookup(word).length > 0);
const named = (text: string, where: Where) => guard(text, where).map((one) => one.text);

describe('an artist', () => {
  it.each<[string, Where, string]>([
    ['Billie Eilish', 'influence', 'Billie Eilish'],
    ['billie eilish', 'style', 'billie eilish'],
    ['prince', 'influence', 'prince'],
    ['Queen', 'style', 'Queen'],
    ['early Prince', 'influence', 'Prince'],
    ['breathy vocal in the style of Adele', 'style', 'Adele'],
    ['sounds like drake', 'style', 'drake'],
    ['drake type beat', 'style', 'drake'],
    ['Queen-style harmonies', 'style', 'Queen'],
    ['Beatlesque harmonies', 'style', 'Beatlesque'],
    ['Bowie-esque baritone', 'style', 'Bowie'],
    ['Tailor Swift', 'style', 'Tailor Swift'],
    ['Billy Eilish', 'style', 'Billy Eilish'],
    ['Jimmy Hendricks', 'style', 'Jimmy Hendricks'],
    ['Led Zeplin', 'style', 'Led Zeplin'],
    ['Rhianna', 'style', 'Rhianna'],
    ['Ed Sheerans falsetto', 'style', 'Ed Sheerans'],
    ["Taylor Swift's bridge", 'prose', "Taylor Swift's"],
    ['taylorswift', 'style', 'taylorswift'],
    ['Beyonce', 'style', 'Beyonce'],
    ['Guns & Roses', 'style', 'Guns & Roses'],
    ['earth wind and fire', 'influence', 'earth wind and fire'],
    ['AC/DC', 'style', 'AC/DC'],
    ['R.E.M.', 'influence', 'R.E.M'],
    ['P!nk', 'influence', 'P!nk'],
    ['We danced to Prince on the radio', 'prose', 'Prince'],
    ['She had Fleetwood Mac on the stereo', 'prose', 'Fleetwood Mac'],
    ['Play me a Kiss record', 'prose', 'Kiss'],
    ['He put on The Rolling Stones', 'prose', 'Rolling Stones'],
  ])('is found: %s (%s)', (text, where, name) => {
    expect(named(text, where)).toEqual([name]);
  });

  it.each<[string, Where]>([
    ['Sir Francis Drake sailed the sea', 'prose'],
    ['The prince and the queen of hearts', 'prose'],
    ['Kiss me in the rain', 'prose'],
    ['A boat in Boston harbour', 'prose'],
    ['pink sunset', 'style'],
    ['Rush hour in the city', 'prose'],
    ['Queen Elizabeth rode by', 'prose'],
    ['like a prince', 'prose'],
    ['the cure for a broken heart', 'prose'],
    ['live drums', 'style'],
    ['Live', 'style'],
    ['Mood:lush', 'style'],
    ['picturesque', 'style'],
    ['swift rivers and a tailor', 'prose'],
    ['journey', 'style'],
    ['Heart beats fast tonight', 'prose'],
    ['The doors of the church swing open', 'prose'],
    ['in the future', 'prose'],
    ['burlesque', 'style'],
  ])('is not seen in: %s (%s)', (text, where) => {
    expect(named(text, where)).toEqual([]);
  });

  it('comes with a description and a reason', () => {
    expect(guard('vocals like Billy Eilish', 'style')).toEqual([
      {
        guard: 'artist',
        kind: 'misspelled',
        start: 12,
        end: 24,
        text: 'Billy Eilish',
        replacement: 'breathy intimate alt-pop vocal, minimal bass-heavy production',
        reason: 'It reads like the name of an artist, Billie Eilish.',
      },
    ]);
  });
});

describe('the words of the package itself', () => {
  it('name no artist: instruments, grooves, voices and tags of every genre', () => {
    const values = tables.tags.categories.flatMap((one) => one.values);
    const words = catalog.blueprints().flatMap(({ rules }) => [...rules.instruments, rules.groove, rules.vocal, ...rules.tags, ...rules.mood]);
    expect([...values, ...words].filter((text) => guard(text, 'style').length > 0)).toEqual([]);
  });
});
