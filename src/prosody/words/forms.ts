/** Words as songs, hymns and chats write them, with their sounds: "word phones", one a line. */
const written = new Map(
  `
o'er AO1 R
ore'r AO1 R
e'er EH1 R
ne'er N EH1 R
ne'r N EH1 R
e'en IY1 N
ev'n IY1 V N
heav'n HH EH1 V N
giv'n G IH1 V N
driv'n D R IH1 V N
ris'n R IH1 Z N
ta'en T EY1 N
'tis T IH1 Z
'twas T W AH1 Z
'twere T W ER1
'twill T W IH1 L
'twould T W UH1 D
'tween T W IY1 N
'twixt T W IH1 K S T
twixt T W IH1 K S T
'neath N IY1 TH
neath N IY1 TH
'gainst G EH1 N S T
gainst G EH1 N S T
'mongst M AH1 NG S T
'mong M AH1 NG
'midst M IH1 D S T
'fore F AO1 R
'scuse S K Y UW1 Z
'stead S T EH1 D
s'pose S P OW1 Z
p'raps P R AE1 P S
thou'lt DH AW1 L T
thou'rt DH AW1 R T
thou'st DH AW1 S T
wouldst W UH1 D S T
couldst K UH1 D S T
shouldst SH UH1 D S T
bloud B L AH1 D
bloudy B L AH1 D IY0
methinks M IH0 TH IH1 NG K S
aright ER0 AY1 T
forbear F AO0 R B EH1 R
didst D IH1 D S T
hadst HH AE1 D S T
wast W AA1 S T
wert W ER1 T
mayst M EY1 S T
soule S OW1 L
sonne S AH1 N
thro TH R UW1
thro' TH R UW1
ha' HH AE1
wi' W IH1
an' AE1 N
o' AH0
ol' OW1 L
th' DH
't T
's Z
'd D
'll L
've V
're R
'm M
bounteous B AW1 N CH AH0 S
beauteous B Y UW1 CH AH0 S
plenteous P L EH1 N CH AH0 S
fa F AA1
tra T R AA1
gie G IY1
frae F R EY1
hae HH EY1
sae S EY1
nae N EY1
gae G EY1
wae W EY1
mair M EH1 R
auld AO1 L D
syne S AY1 N
mony M AH1 N IY0
monie M AH1 N IY0
bonnie B AA1 N IY0
coulda K UH1 D AH0
shoulda SH UH1 D AH0
woulda W UH1 D AH0
musta M AH1 S T AH0
oughta AO1 T AH0
hafta HH AE1 F T AH0
gotta G AA1 T AH0
outta AW1 T AH0
lotta L AA1 T AH0
whatcha W AH1 CH AH0
gotcha G AA1 CH AH0
betcha B EH1 CH AH0
dontcha D OW1 N CH AH0
doncha D OW1 N CH AH0
dunno D AH0 N OW1
tryna T R AY1 N AH0
finna F IH1 N AH0
imma AY1 M AH0
ima AY1 M AH0
i'ma AY1 M AH0
innit IH1 N IH0 T
d'you JH UW1
c'mon K AH0 M AA1 N
ya Y AH1
luv L AH1 V
tho DH OW1
tho' DH OW1
altho AO0 L DH OW1
nite N AY1 T
tonite T AH0 N AY1 T
ayy EY1
aah AA1
aww AO1
oo UW1
ooo UW1
ooh UW1
woah W OW1
whoah W OW1
whoo W UW1
woohoo W UW1 HH UW1
haha HH AA1 HH AA1
ahem AH0 HH EH1 M
mm AH1 M
mmm AH1 M
hm HH AH1 M
hmm HH AH1 M
mmhmm AH0 M HH AH1 M
sh SH AH1
shh SH AH1
psst P S AH1 T
tsk T IH1 S K
brr B ER1
brrr B ER1
grr G ER1
zzz Z AH1
nyc EH2 N W AY2 S IY1
w W IH1 TH
`
    .trim()
    .split('\n')
    .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1).split(' ')]),
);

/** Sounds of a form that dictionaries lack or have otherwise than it is sung; undefined for all others. */
export function writtenForm(word: string): readonly string[] | undefined {
  return written.get(word);
}

const foreign: Record<string, string> = { ø: 'o', æ: 'ae', œ: 'oe', ß: 'ss', ł: 'l', đ: 'd', ð: 'th', þ: 'th', ı: 'i' };

/** A word without the marks of other languages: "señor" → "senor". Letters outside Latin stay. */
export function folded(word: string): string {
  return word
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[øæœßłđðþı]/g, (letter) => foreign[letter] as string);
}

/** What an accent tells of a sound, in letters of English: "touché" ends in -ay. */
export function anglicized(word: string): string {
  return folded(word.replace(/[éè]$/, 'ay').replace(/ñ(?=[aeiou])/g, 'ny'));
}

/** "soooo" → "so", "goood" → "good", "freee" → "free": spellings with a drawn-out letter shortened to one or two, the likelier first. */
export function shortened(word: string): string[] {
  if (!/(.)\1\1/.test(word)) return [];
  const [two, one, plain] = [word.replace(/(.)\1\1+/g, '$1$1'), word.replace(/(.)\1\1+/g, '$1'), word.replace(/(.)\1+/g, '$1')];
  return /(?<!^[bmtwz])oo$|[^eo]$/.test(two) && !/(ee|oo)[^eo]+$/.test(two) ? [one, two, plain] : [two, one, plain];
}

/**
 * Rewritings of British and of old spellings that letters alone would be read wrongly by. The plainer habits of old printers
 * ("feare", "scorne", "naturall") are read rightly from their letters, better than by guessing a word without them.
 */
const rewritings: readonly (readonly [RegExp, string])[] = [
  [/(?<=[aeiouy].*)our/, 'or'],
  [/tre(s?)$/, 'ter$1'],
  [/([iy])s(e|es|ed|er|ers|ing|ation)$/, '$1z$2'],
  [/(?<=[aeiouy].*[aeiou])ll(ed|er|ers|ing)$/, 'l$1'],
  [/^v(?=[bcdfghjklmnpqrstvwxz])/, 'u'],
  [/([aeiorl])u(?=[aeiy])/, '$1v'],
  [/(?<=^(?:re|ob|sub|in|con|ad|ma|pre|per|un)?)i(?=[aeou])/, 'j'],
  [/esse$/, 'ess'],
  [/selfe$/, 'self'],
  [/cke$/, 'c'],
];
/** What an old word may need besides: "maiestie", "vnkinde", "heauenn". */
const afterwards: readonly (readonly [RegExp, string])[] = [
  [/ie$/, 'y'],
  [/(.)\1e?$/, '$1'],
  [/e$/, ''],
];

/** Whether v and u stand as before 1630, when "louing" must not pass for a form of "Lou". */
export function hasOldLetters(word: string): boolean {
  return /^v[bcdfghjklmnpqrstvwxz]|[aeio]u(?:e[drs]?|ers|est|eth|ing|'d)$/.test(word);
}

/** The modern spellings that an unknown word may stand for, in the order to try them: "loue", "vnder", "favourites". */
export function modernSpellings(word: string): string[] {
  const once = rewritten(word, rewritings);
  return [...once, ...once.flatMap((spelling) => rewritten(spelling, [...rewritings, ...afterwards]))].filter((spelling) => spelling.length > 1);
}

function rewritten(word: string, rules: typeof rewritings): string[] {
  return rules.filter(([from]) => from.test(word)).map(([from, to]) => word.replace(from, to));
}

/** What an inner apostrophe may stand for: "wand'ring" is "wandering" less a syllable. Endings ("creator's", "know'st") are another matter. */
export function filledElisions(word: string): string[] {
  const at = word.indexOf("'");
  if (at < 1 || /^(?:th|t|y|d|l|a|o'er)'|'(s|d|ll|ve|re|m|t|st|)$/.test(word)) return [];
  const [head, tail] = [word.slice(0, at), word.slice(at + 1)];
  return ['e', 'o', 'i', 'a', 'u', 've'].map((letters) => head + letters + tail);
}

/** Words without a vowel letter are said letter by letter: "tv", "lgbt". */
export function isInitials(word: string): boolean {
  return word.length <= 5 && /^[b-df-hj-np-tv-xz]+$/.test(word);
}
