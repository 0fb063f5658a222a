import { qualityClass } from '@mxgateway/client';
import { formatTime, formatValue } from '../format.ts';
import type { LiveRow } from '../LiveModel.ts';
import type { Column } from '../tables/rowList.ts';

/** The columns of the live table that one can pick, and what a file gets of them. */
export const liveColumns: readonly Column<LiveRow>[] = [
  { key: 'item', title: 'Item', text: ({ reference }) => reference },
  { key: 'value', title: 'Value', text: ({ value, dataType }) => formatValue(value, dataType) },
  { key: 'quality', title: 'Quality', text: ({ quality }) => (quality === undefined ? '–' : `${qualityClass(quality)} ${quality}`) },
  { key: 'time', title: 'Source time', text: ({ sourceTime }) => formatTime(sourceTime), exact: ({ sourceTime }) => sourceTime },
  { key: 'type', title: 'Type', text: ({ dataType }) => (dataType === undefined ? '–' : String(dataType)), isExtra: true },
];

/** The columns of a file: the value of a number is a number, and rows of several sessions name theirs. */
export function fileColumns(rows: readonly LiveRow[]): readonly Column<LiveRow>[] {
  const columns = liveColumns.map((column) => (column.key === 'value' ? { ...column, exact: ({ value }: LiveRow) => plain(value) } : column));
  return rows.some(({ origin }) => origin !== undefined) ? [{ key: 'session', title: 'Session', text: ({ origin }) => origin ?? '' }, ...columns] : columns;
}

function plain(value: LiveRow['value']): string | undefined {
  return value === null ? undefined : Array.isArray(value) ? JSON.stringify(value) : String(value);
}
