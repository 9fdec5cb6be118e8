/**
 * The words of a page, as Markdown with headings and paragraphs. A plain reader, not a browser: it takes tags out, leaves
 * out what is no text of the page, and understands no style; a page that is made by a script gives nothing.
 */
export function htmlText(html: string): string {
  let told = '';
  let at = 0;
  const title = /<title[^>]{0,200}>([^<]{1,300})/i.exec(html.slice(0, 20_000))?.[1];
  /** The element whose content is being left out. */
  let left: string | null = null;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    const words = html.slice(at, open === -1 ? undefined : open);
    if (left === null) told += words;
    if (open === -1) break;
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open + 4);
      at = end === -1 ? html.length : end + 3;
      continue;
    }
    const tag = tagAt(html, open);
    if (tag === null) {
      if (left === null) told += '<';
      at = open + 1;
      continue;
    }
    at = tag.end;
    if (left !== null) {
      if (tag.closes && tag.name === left) left = null;
      continue;
    }
    if (!tag.closes && RAW.has(tag.name)) {
      const end = closing(html, tag.name, at);
      at = end === -1 ? html.length : end;
    } else if (!tag.closes && LEFT_OUT.has(tag.name)) left = tag.name;
    else told += markFor(tag);
  }
  const text = entities(told.replace(/[^\S\n]+/g, ' ').replace(/ *\n */g, '\n'));
  return title === undefined || /^\s*# /.test(text) ? text : `# ${entities(title).trim()}\n\n${text}`;
}

/** What holds no tags, and no words of the page. */
const RAW = new Set(['script', 'style', 'textarea', 'title', 'iframe', 'noembed', 'noframes', 'xmp']);
/** What holds tags, and words that are not the page's own. */
const LEFT_OUT = new Set(['head', 'noscript', 'template', 'svg', 'math', 'nav', 'footer', 'aside', 'form', 'button', 'select', 'object']);
const BLOCKS = new Set(
  'address article blockquote body dd details dialog div dl dt fieldset figcaption figure header hgroup hr main ol p pre section table tbody tfoot thead tr ul'.split(
    ' ',
  ),
);

interface Tag {
  name: string;
  closes: boolean;
  end: number;
}

/** A tag that begins here, or null where "<" is only a sign. Quoted values may hold ">". */
function tagAt(html: string, open: number): Tag | null {
  const head = /^<(\/?)([a-zA-Z][a-zA-Z0-9]{0,30})|^<[!?]/.exec(html.slice(open, open + 40));
  if (!head) return null;
  let at = open + head[0].length;
  for (let quote = ''; at < html.length; at += 1) {
    const sign = html[at] as string;
    if (quote !== '') quote = sign === quote ? '' : quote;
    else if ((sign === '"' || sign === "'") && html[at - 1] === '=') quote = sign;
    else if (sign === '>') break;
  }
  return { name: (head[2] ?? '').toLowerCase(), closes: head[1] === '/', end: at + 1 };
}

/** Where the content of such an element ends, behind its closing tag. */
function closing(html: string, name: string, from: number): number {
  for (let at = html.indexOf('</', from); at !== -1; at = html.indexOf('</', at + 2)) {
    if (html.slice(at + 2, at + 2 + name.length).toLowerCase() !== name) continue;
    const end = html.indexOf('>', at);
    return end === -1 ? html.length : end + 1;
  }
  return -1;
}

function markFor({ name, closes }: Tag): string {
  if (name === 'br') return '\n';
  if (name === 'li') return closes ? '\n' : '\n- ';
  if (name === 'td' || name === 'th') return ' ';
  const level = /^h([1-6])$/.exec(name)?.[1];
  if (level !== undefined) return closes ? '\n\n' : `\n\n${'#'.repeat(Number(level))} `;
  return BLOCKS.has(name) ? '\n\n' : '';
}

const NAMED: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  hellip: '…',
  bull: '•',
  middot: '·',
  copy: '©',
  deg: '°',
  eacute: 'é',
  egrave: 'è',
  aacute: 'á',
  iacute: 'í',
  oacute: 'ó',
  uacute: 'ú',
  ntilde: 'ñ',
  ccedil: 'ç',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
};

function entities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const sign = decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal);
    return sign > 0 && sign <= 0x10ffff && !(sign >= 0xd800 && sign <= 0xdfff) ? String.fromCodePoint(sign) : '';
  });
}
