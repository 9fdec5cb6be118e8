/** One thing that a tool of another server found. */
export interface Item {
  id: string | null;
  title: string | null;
  text: string;
}

interface Answer {
  content?: readonly { type: string; text?: unknown }[] | undefined;
  structuredContent?: unknown;
}

const LISTS = ['results', 'items', 'chunks', 'documents', 'matches', 'contexts', 'hits', 'data'];
const TEXTS = ['text', 'content', 'context', 'body', 'chunk', 'passage', 'snippet', 'summary'];
const IDS = ['id', 'chunk_id', 'document_id', 'uri', 'url'];
const LONGEST_ID = 400;

/** What an answer holds: structured, or JSON in its text, or plain text. Other servers name things in their own ways, so the usual names are tried. */
export function itemsOf({ content = [], structuredContent }: Answer): Item[] {
  if (structuredContent !== undefined && structuredContent !== null) {
    const items = within(structuredContent);
    if (items.length > 0) return items;
  }
  return content.flatMap(({ type, text }) => {
    if (type !== 'text' || typeof text !== 'string') return [];
    const value = jsonIn(text);
    const items = value === undefined ? [] : within(value);
    return items.length > 0 || value !== undefined ? items : [{ id: null, title: null, text }];
  });
}

/** An item as Markdown under its title. */
export function textOf({ title, text }: Item): string {
  return title === null || text.startsWith('#') ? text : `# ${title.replace(/\s+/g, ' ')}\n\n${text}`;
}

function jsonIn(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function within(value: unknown): Item[] {
  if (Array.isArray(value)) return value.flatMap(itemOf);
  if (typeof value !== 'object' || value === null) return itemOf(value);
  const record = value as Record<string, unknown>;
  const list = LISTS.find((name) => Array.isArray(record[name]));
  return list === undefined ? itemOf(value) : (record[list] as unknown[]).flatMap(itemOf);
}

function itemOf(value: unknown): Item[] {
  if (typeof value === 'string') return [{ id: null, title: null, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  const record = value as Record<string, unknown>;
  const first = (names: readonly string[]) => names.map((name) => record[name]).find((one) => typeof one === 'string' && one !== '') as string | undefined;
  const id = first(IDS) ?? (typeof record.id === 'number' ? String(record.id) : undefined);
  const text = first(TEXTS);
  if (id === undefined && text === undefined) return [];
  return [{ id: id?.slice(0, LONGEST_ID) ?? null, title: first(['title', 'name', 'heading'])?.slice(0, 200) ?? null, text: text ?? '' }];
}
