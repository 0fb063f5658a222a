interface Choosable {
  readonly key: string;
  readonly isExtra?: boolean;
}

/** The columns that are shown unless the user picks others. */
export function standardColumns(columns: readonly Choosable[]): readonly string[] {
  return columns.filter(({ isExtra }) => isExtra !== true).map(({ key }) => key);
}

/** The columns that an address names, in the order of the table; the standard ones when it names none. The first column is always shown. */
export function columnsOf(text: string | null, columns: readonly Choosable[]): readonly string[] {
  const wanted = new Set(text?.split(','));
  const chosen = columns.filter(({ key }, i) => i === 0 || wanted.has(key)).map(({ key }) => key);
  return text === null || !columns.some(({ key }) => wanted.has(key)) ? standardColumns(columns) : chosen;
}

/** The columns as the address has them; undefined for the standard ones. */
export function columnsText(chosen: readonly string[], columns: readonly Choosable[]): string | undefined {
  const text = chosen.join(',');
  return text === standardColumns(columns).join(',') ? undefined : text;
}
