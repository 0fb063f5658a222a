import { csvOf, type CsvField } from './csv.ts';
import type { Column } from './rowList.ts';

/** The rows of a table as CSV: the columns that are shown, numbers without units and times with their zone. */
export function tableFile<T>(rows: readonly T[], columns: readonly Column<T>[], chosen: readonly string[]): string {
  const shown = columns.filter(({ key }) => chosen.includes(key));
  return csvOf(shown.map(({ title }) => title), rows.map((row) => shown.map((column) => fieldOf(column, row))));
}

function fieldOf<T>({ number, exact, text }: Column<T>, row: T): CsvField {
  return number !== undefined ? number(row) : exact !== undefined ? exact(row) : text(row);
}
