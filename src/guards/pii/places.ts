import type { PiiTable } from '../../domain/tables.js';
import { anyOf, compiled, type Found, matches } from './found.js';

/** Where somebody can be reached by the net: mail, pages, names on platforms. */
export function netPlaces(text: string, table: PiiTable): Found[] {
  const tld = `(?:${anyOf(table.domains)})`;
  const label = '[\\p{L}\\d](?:[\\p{L}\\d-]*[\\p{L}\\d])?';
  const dot = '(?:\\s*(?:\\(dot\\)|\\[dot\\]|\\{dot\\}|<dot>)\\s*|\\s+dot\\s+|\\s*\\.\\s*)';
  const at = '(?:\\s*(?:\\(at\\)|\\[at\\]|\\{at\\}|<at>|\\(@\\)|\\[@\\])\\s*|\\s+at\\s+|\\s*@\\s*)';
  const join = `(?:${dot}|\\s+(?:underscore|dash|hyphen|plus)\\s+|[._+-])`;
  const plain = /[\p{L}\d._%+'-]*[\p{L}\d_]@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu;
  const spelled = compiled(`(?<![\\p{L}\\d])[\\p{L}\\d_]+(?:${join}[\\p{L}\\d_]+)*${at}${label}(?:${dot}${label})*${dot}${tld}(?![\\p{L}\\d])`, 'giu');
  // "look at example.com" is a page: an "at" that is only a word needs a "dot" that is one too.
  const isSpelled = ([match]: RegExpMatchArray) => /dot/i.test(match) || !/\sat\s/i.test(match);
  const general = compiled(
    `^(?:https?://)?(?:[\\w-]+\\.)*(?:${anyOf(table.public_hosts)})(?![\\p{L}\\d])|^(?:https?://)?(?:docs|developers?|api|support|help)\\.`,
    'iu',
  );
  const pages = [
    /\b(?:https?|ftp):\/\/[^\s<>"')]*[^\s<>"').,;:!?]/gi,
    /(?<![\p{L}\d@.])www\.[^\s<>"')]*[^\s<>"').,;:!?]/giu,
    compiled(`(?<![\\p{L}\\d@.-])(?:${label}\\.)+${tld}(?:\\/[^\\s<>"')]*[^\\s<>"').,;:!?])?(?![\\p{L}\\d@-])`, 'gu'),
    compiled(`(?<![\\p{L}\\d@.-])(?:${label}\\.)+[a-z]{2,10}\\/[^\\s<>"')]*[\\p{L}\\d]`, 'gu'),
    compiled(`(?<![\\p{L}\\d])(?:www\\s+dot|h\\s?t\\s?t\\s?p)\\s+${label}(?:\\s+dot\\s+${label})+`, 'giu'),
    compiled(`(?<![\\p{L}\\d])${label}\\s+dot\\s+${tld}\\s+(?:slash|forward slash)\\s+${label}`, 'giu'),
  ].flatMap((pattern) => matches('url', text, pattern, ([match]) => !general.test(match)));
  return [...matches('email', text, plain), ...matches('email', text, spelled, isSpelled), ...pages, ...handles(text, table)];
}

/** Names on platforms: "@moonriver_88", "luna#4821", "snapchat: luna.vee". */
function handles(text: string, { platforms, not_handles }: PiiTable): Found[] {
  const places = new Set(not_handles);
  const marked = /(?<![\p{L}\d@._/])@(?=[\p{L}\d._-]*\p{L})[\p{L}\d_][\p{L}\d_.-]*[\p{L}\d_](?![\p{L}\d/])/gu;
  const numbered = /(?<![\p{L}\d#])[\p{L}\d_.]{2,32}#\d{4}(?!\d)/gu;
  const named = compiled(
    `(?<![\\p{L}\\d])(?:${anyOf(platforms)})\\b(?:\\s*(?:handle|username|user name|user|name|account|id|tag|page|me|is|at|as|on|under|by|it's|its))*(?<cut>\\s*[:=]|\\s+(?:is|at|as|under))?\\s*(?<it>@?[\\p{L}\\d][\\p{L}\\d_.-]*[\\p{L}\\d_])`,
    'giu',
  );
  // "find me as luna_vee on insta" and "add luna_vee on insta": a word with a sign or figure in it before the platform.
  const before = compiled(
    `(?<![\\p{L}\\d@])(?<it>(?=[\\p{L}\\d._-]*[\\d_.])\\p{L}[\\p{L}\\d._-]*[\\p{L}\\d_])\\s+(?:on|at|over on)\\s+(?:my\\s+)?(?:${anyOf(platforms)})\\b`,
    'giu',
  );
  const strange = ({ groups }: RegExpMatchArray) =>
    /[\d_]|\p{L}\.\p{L}/u.test(groups?.it ?? '') || (/[:=]/.test(groups?.cut ?? '') && !places.has((groups?.it ?? '').toLowerCase()));
  const cash = /(?:cash\s?app|cashtag)\b[^$\n]{0,20}(?<it>\$\p{L}[\p{L}\d_]+)/giu;
  const user = /(?<![\p{L}\d/])\/?u\/[\p{L}\d_-]{3,}/gu;
  return [
    ...matches('handle', text, marked, ([match]) => !places.has(match.slice(1).toLowerCase())),
    ...matches('handle', text, numbered),
    ...matches('handle', text, named, strange),
    ...matches('handle', text, before),
    ...matches('handle', text, cash),
    ...matches('handle', text, user),
  ];
}

/** Where somebody lives: a house number with a street, a box, a postcode behind a place. */
export function addresses(text: string, table: PiiTable): Found[] {
  const street = anyOf(table.streets);
  const number = '\\d{1,5}[A-Za-z]?(?:[-/]\\d{1,4}[A-Za-z]?)?';
  const way = '(?:(?:North|South|East|West|[NSEW]\\.?|NE|NW|SE|SW)\\s+)?';
  const name = "(?:\\p{Lu}[\\p{L}'’.-]*|\\d{1,3}(?:st|nd|rd|th)|(?:of|the|de|la|del)(?=\\s+\\p{Lu}))";
  const unit = '(?:,?\\s*(?:apt|apartment|unit|suite|ste|flat|floor|fl|room|rm|#)\\.?\\s*#?\\s*[A-Za-z]?\\d{0,5}[A-Za-z]?)?';
  const rest = "(?:,?\\s+\\p{Lu}[\\p{L}'.-]+(?:\\s+\\p{Lu}[\\p{L}'.-]+){0,2})?(?:,?\\s+[A-Z]{2})?(?:,?\\s+\\d{5}(?:-\\d{4})?)?";
  const tail = `(?:(?:${street})\\b\\.?)(?:\\s+(?:North|South|East|West|[NSEW]|NE|NW|SE|SW)\\b)?${unit}${rest}`;
  const capital = compiled(`(?<![\\p{L}\\d$€£.,:-])${number}\\s+${way}(?:${name}\\s+){1,4}${tail}`, 'gu');
  const small = compiled(
    `(?<![\\p{L}\\d$€£.,:-])${number}\\s+(?:(?:north|south|east|west|[nsew])\\s+)?(?<name>\\p{Ll}[\\p{L}']+)\\s+(?:${anyOf(table.sure_streets)})\\b`,
    'gu',
  );
  const saidNumber = `(?:${anyOf(table.house_numbers)})(?:[- ](?:one|two|three|four|five|six|seven|eight|nine|oh [a-z]+|${anyOf(table.house_numbers)}))*`;
  const said = compiled(`(?<![\\p{L}\\d-])(?:${saidNumber})\\s+(?:${name}\\s+){1,2}(?:${street})\\b`, 'giu');
  const spelledCapital = ([match]: RegExpMatchArray) => /\s\p{Lu}[\p{L}']+\s+\p{Lu}/u.test(match);
  const german = compiled(
    `\\p{Lu}[\\p{L}-]*(?:${anyOf(table.street_endings)})\\.?\\s+\\d{1,4}\\s?[a-z]?(?![\\p{L}\\d])(?:,?\\s+\\d{4,5}\\s+\\p{Lu}\\p{L}+)?`,
    'gu',
  );
  const roman = compiled(
    `(?:${number},?\\s+)(?:bis\\s+|ter\\s+)?(?:${anyOf(table.street_beginnings)})\\s+(?:(?:de|du|des|la|le|les|del|d'|l')\\s*)*\\p{Lu}[\\p{L}'-]+(?:\\s+\\p{Lu}[\\p{L}'-]+)?`,
    'giu',
  );
  const romanAfter = compiled(
    `(?<![\\p{L}\\d])(?:${anyOf(table.street_beginnings)})\\s+(?:(?:de|du|des|la|le|del|della|dei|do|da|dos)\\s+)*\\p{Lu}[\\p{L}'-]+(?:\\s+\\p{Lu}[\\p{L}'-]+)?,?\\s+(?:n\\.?º?\\s*)?\\d{1,4}(?![\\p{L}\\d])`,
    'giu',
  );
  const box = /\b(?:P\.?\s?O\.?|post office)\s?box\s*#?\s*\d+/giu;
  const postcode = /(?<![\p{L}\d])(?:[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2})(?![\p{L}\d])/gu;
  const zip = /(?<![\p{L}\d])\p{Lu}[\p{L}.]+(?:\s\p{Lu}\p{L}+)?,?\s[A-Z]{2},?\s\d{5}(?:-\d{4})?(?![\p{L}\d])/gu;
  const notNames = new Set(table.not_street_names);
  const public_ = compiled(`^(?:${anyOf(table.public_places)})\\b`, 'i');
  const own = ([match]: RegExpMatchArray) => !public_.test(match);
  return [
    ...matches('address', text, capital, own),
    ...matches('address', text, said, (match) => own(match) && spelledCapital(match)),
    ...matches('address', text, small, (match) => own(match) && !notNames.has(match.groups?.name ?? '')),
    ...matches('address', text, german),
    ...matches('address', text, roman, ([match]) => /\p{Lu}/u.test(match)),
    ...matches('address', text, romanAfter, ([match]) => /\s\p{Lu}/u.test(match)),
    ...matches('address', text, box),
    ...matches('address', text, postcode),
    ...matches('address', text, zip),
  ];
}
