/** A line of each length, in syllables as sung, to show a writer how long that is. They rhyme with nothing and are of no song. */
export const lengthExamples: Readonly<Record<number, string>> = {
  4: 'Leave the light on',
  5: 'We were almost home',
  6: 'The kettle never sang',
  7: 'Somebody painted the door',
  8: 'The ferry left without its bell',
  9: 'She folded the map into a swan',
  10: 'My brother keeps the letters in a drawer',
  11: 'We counted all the windows till the train came',
  12: 'The radio was talking to an empty room',
  13: 'And nobody remembers who was driving that night',
  14: 'I kept the ticket folded in the lining of my coat',
  15: 'They sold the house on Sunday and the piano on Monday',
  16: 'There are seven kinds of silence and I learned the last one from you',
};
