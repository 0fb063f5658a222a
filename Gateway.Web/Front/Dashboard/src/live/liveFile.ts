import type { LiveRow } from '../LiveModel.ts';
import { csvOf } from '../tables/csv.ts';
import { fileColumns } from './liveColumns.ts';

/** The rows that are shown as CSV. */
export function liveFile(rows: readonly LiveRow[], chosen: readonly string[]): string {
  const columns = fileColumns(rows).filter(({ key }) => key === 'session' || chosen.includes(key));
  return csvOf(columns.map(({ title }) => title), rows.map((row) => columns.map(({ key, exact, text }) =>
    (key === 'value' && typeof row.value === 'number' ? row.value : exact === undefined ? text(row) : exact(row)))));
}
