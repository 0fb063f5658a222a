/** What a table is sorted by. */
export interface RowOrder<K extends string = string> {
  readonly column: K;
  readonly descending: boolean;
}

/** An order as the address has it, such as `-lag`; undefined when the text names no column. */
export function orderOf<K extends string>(text: string | null, columns: readonly K[]): RowOrder<K> | undefined {
  const column = columns.find((key) => key === text?.replace(/^-/, ''));
  return text === null || column === undefined ? undefined : { column, descending: text.startsWith('-') };
}

export function orderText({ column, descending }: RowOrder): string {
  return `${descending ? '-' : ''}${column}`;
}

/** The order after a click on a column: another column begins with what matters, and the same one turns around. */
export function nextOrder<K extends string>(order: RowOrder<K>, column: K, beginsDescending: boolean): RowOrder<K> {
  return { column, descending: column === order.column ? !order.descending : beginsDescending };
}
