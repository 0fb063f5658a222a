/** Gives the user a file. */
export function download(name: string, type: string, text: string): void {
  // The mark makes programs for tables read the text as UTF-8.
  const url = URL.createObjectURL(new Blob([type === 'text/csv' ? '\uFEFF' : '', text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** The name of a file with the time of now, such as `sessions-20260301T120000Z.csv`. */
export function fileName(what: string, extension: string, now = new Date()): string {
  return `${what}-${now.toISOString().replace(/[-:]|\.\d+/g, '')}.${extension}`;
}
