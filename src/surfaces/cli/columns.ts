/** Columns a sign takes on a terminal: two for East Asian letters and emoji, none for marks that sit on others. */
function columnsOf(sign: string): number {
  if (/^(?:\p{Mn}|\p{Me}|\p{Cf})$/u.test(sign)) return 0;
  return /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]$|^\p{Emoji_Presentation}$/u.test(sign) ? 2 : 1;
}

function widthOf(text: string): number {
  return [...text].reduce((sum, sign) => sum + columnsOf(sign), 0);
}

export interface Cell {
  text: string;
  width: number;
  /** Set against the right edge. */
  right?: boolean;
  paint?: (text: string) => string;
}

/** Cells side by side, two columns apart; nothing after the last that has text. */
export function row(cells: readonly Cell[]): string {
  const last = cells.findLastIndex(({ text }) => text !== '');
  return cells
    .slice(0, last + 1)
    .map(({ text, width, right, paint = (plain) => plain }, at) => {
      const room = ' '.repeat(at === last && !right ? 0 : Math.max(0, width - widthOf(text)));
      return right ? room + paint(text) : paint(text) + room;
    })
    .join('  ');
}

/** Breaks text into rows of at most so many columns, at spaces where there are any. */
export function wrapped(text: string, width: number): string[] {
  return flowed(text.split(' '), width, ' ');
}

/** Sets items one after the other with a gap between them, in rows of at most so many columns. */
export function flowed(items: readonly string[], width: number, gap: string): string[] {
  const rows: string[] = [];
  let row = '';
  for (const item of items.flatMap((one) => pieces(one, width))) {
    const longer = row === '' ? item : `${row}${gap}${item}`;
    if (widthOf(longer) <= width) row = longer;
    else {
      rows.push(row);
      row = item;
    }
  }
  return [...rows, row];
}

function pieces(word: string, width: number): string[] {
  if (widthOf(word) <= width) return [word];
  const found = [''];
  for (const sign of word) {
    if (widthOf(`${found.at(-1)}${sign}`) > width) found.push('');
    found[found.length - 1] += sign;
  }
  return found;
}

const NARROWEST = 60;
const WIDEST = 100;

/** Columns to print in: the terminal's as far as a reader likes them, 80 where there is none. */
export function printWidth(): number {
  return Math.max(NARROWEST, Math.min(WIDEST, process.stdout.columns ?? 80));
}
