/** A paragraph and the headings it stands under. */
export interface Block {
  heading: string[];
  text: string;
}

/** Paragraphs of plain text: what stands between blank lines. */
export function textBlocks(text: string): Block[] {
  return text
    .split(/\n\s*\n/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => ({ heading: [], text: paragraph }));
}

/** Paragraphs of Markdown under their headings; a block of code is a paragraph, and what precedes the text (front matter) is left out. */
export function markdownBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  const heading: string[] = [];
  let paragraph: string[] = [];
  let fence: string | null = null;
  const close = (): void => {
    if (paragraph.length > 0) blocks.push({ heading: heading.filter((one) => one !== ''), text: paragraph.join('\n') });
    paragraph = [];
  };
  const open = (level: number, name: string): void => {
    heading.length = Math.min(heading.length, level - 1);
    while (heading.length < level - 1) heading.push('');
    heading.push(name);
  };
  for (const line of withoutFrontMatter(text.split('\n'))) {
    const mark = /^(`{3,}|~{3,})/.exec(line)?.[1] ?? null;
    if (fence !== null) {
      if (mark?.startsWith(fence)) fence = null;
      else paragraph.push(line);
      continue;
    }
    const [, signs, name] = /^(#{1,6})\s+(\S.*)$/.exec(line) ?? [];
    const underlined = /^(?:=+|-+)$/.test(line) && paragraph.length === 1;
    if (mark !== null) fence = mark;
    else if (signs !== undefined) {
      close();
      open(signs.length, (name as string).replace(/\s+#+$/, ''));
    } else if (underlined) {
      const title = paragraph.pop() as string;
      open(line[0] === '=' ? 1 : 2, title);
    } else if (line.trim() === '') close();
    else paragraph.push(line);
  }
  close();
  return blocks;
}

/** Lines without a heading of settings between two "---". */
function withoutFrontMatter(lines: string[]): string[] {
  if (lines[0] !== '---') return lines;
  const end = lines.indexOf('---', 1);
  return end === -1 ? lines : lines.slice(end + 1);
}

/** The texts in a JSON document under the names of the fields that lead to them; numbers and truths stand with their own name. */
export function jsonBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  const visit = (value: unknown, heading: string[]): void => {
    if (typeof value === 'string') {
      for (const { text: paragraph } of textBlocks(value.replace(/\r\n?/g, '\n'))) blocks.push({ heading, text: paragraph });
    } else if (typeof value === 'number' || typeof value === 'boolean') {
      blocks.push({ heading: heading.slice(0, -1), text: `${heading.at(-1) ?? 'value'}: ${value}` });
    } else if (Array.isArray(value)) for (const one of value) visit(one, heading);
    else if (value !== null) for (const [name, one] of Object.entries(value as object)) visit(one, [...heading, name]);
  };
  visit(JSON.parse(text), []);
  return blocks;
}
