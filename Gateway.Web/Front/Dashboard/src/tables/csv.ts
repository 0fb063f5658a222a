/** A text of a file; numbers are written as they are. */
export type CsvField = string | number | undefined;

/** Programs for tables take a text that begins so as a formula. */
const formula = /^[=+\-@\t\r]/;

/**
 * Rows as CSV of RFC 4180, for download: fields are quoted where necessary and lines end with CRLF. A text that a program for tables would
 * calculate gets an apostrophe in front, because it may come from anywhere.
 */
export function csvOf(head: readonly string[], rows: readonly (readonly CsvField[])[]): string {
  return [head, ...rows].map((row) => `${row.map(fieldOf).join(',')}\r\n`).join('');
}

function fieldOf(field: CsvField): string {
  if (typeof field === 'number') {
    return Number.isFinite(field) ? String(field) : '';
  }
  const text = field === undefined || field === '–' ? '' : formula.test(field) ? `'${field}` : field;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
