/** A column of a table: its text, and what it is sorted by. */
export interface Column<T> {
  readonly key: string;
  readonly title: string;
  readonly text: (row: T) => string;
  /** Numbers are shown flush right, and sort greatest first. */
  readonly number?: (row: T) => number | undefined;
}

export interface RowOrder {
  readonly column: string;
  readonly descending: boolean;
}

const { compare } = new Intl.Collator(undefined, { numeric: true });

/** The rows with every word of the filter in some column, in order; rows without a figure come last. */
export function listRows<T>(rows: readonly T[], columns: readonly Column<T>[], filter: string, order: RowOrder): readonly T[] {
  const words = filter.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const found = words.length === 0 ? [...rows] : rows.filter((row) => {
    const text = columns.map((column) => column.text(row)).join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const column = columns.find(({ key }) => key === order.column) ?? columns[0];
  if (column === undefined) {
    return found;
  }
  const { number, text } = column;
  const sign = order.descending ? -1 : 1;
  return number === undefined ? found.sort((a, b) => sign * compare(text(a), text(b)))
    : found.sort((a, b) => byNumber(number(a), number(b), sign) || compare(columns[0]?.text(a) ?? '', columns[0]?.text(b) ?? ''));
}

/** The order after a click on a column: another column begins with what matters, and the same one turns around. */
export function nextOrder<T>(order: RowOrder, { key, number }: Column<T>): RowOrder {
  return { column: key, descending: key === order.column ? !order.descending : number !== undefined };
}

/** An order as the address has it, such as `-lag`; undefined when the text names no column. */
export function orderOf<T>(text: string | null, columns: readonly Column<T>[]): RowOrder | undefined {
  const column = text?.replace(/^-/, '');
  return text === null || column === undefined || !columns.some(({ key }) => key === column) ? undefined : { column, descending: text.startsWith('-') };
}

export function orderText({ column, descending }: RowOrder): string {
  return `${descending ? '-' : ''}${column}`;
}

function byNumber(a: number | undefined, b: number | undefined, sign: number): number {
  if (a === undefined || b === undefined) {
    return Number(a === undefined) - Number(b === undefined);
  }
  return sign * (a - b);
}
