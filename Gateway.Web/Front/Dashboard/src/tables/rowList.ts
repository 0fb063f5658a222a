import type { RowOrder } from './rowOrder.ts';
import { compareTexts, wordTest } from './words.ts';

/** A column of a table: its text, and what it is sorted by. */
export interface Column<T> {
  readonly key: string;
  readonly title: string;
  readonly text: (row: T) => string;
  /** Numbers are shown flush right, and sort greatest first. */
  readonly number?: (row: T) => number | undefined;
  /** What a file gets, when the text is for people only: a time with its zone. */
  readonly exact?: (row: T) => string | undefined;
  /** It is shown only when the user picks it. */
  readonly isExtra?: boolean;
}

/** The rows with every word of the filter in some column, in order; rows without a figure come last. */
export function listRows<T>(rows: readonly T[], columns: readonly Column<T>[], filter: string, order: RowOrder): readonly T[] {
  const test = wordTest(filter);
  const found = filter.trim() === '' ? [...rows] : rows.filter((row) => test(columns.map((column) => column.text(row)).join('\n').toLowerCase()));
  const column = columns.find(({ key }) => key === order.column) ?? columns[0];
  if (column === undefined) {
    return found;
  }
  const { number, text } = column;
  const sign = order.descending ? -1 : 1;
  return number === undefined ? found.sort((a, b) => sign * compareTexts(text(a), text(b)))
    : found.sort((a, b) => byNumber(number(a), number(b), sign) || compareTexts(columns[0]?.text(a) ?? '', columns[0]?.text(b) ?? ''));
}

function byNumber(a: number | undefined, b: number | undefined, sign: number): number {
  if (a === undefined || b === undefined) {
    return Number(a === undefined) - Number(b === undefined);
  }
  return sign * (a - b);
}
