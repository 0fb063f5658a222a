/** A number of bytes in a unit that people read. */
export function formatBytes(bytes: number | undefined): string {
  if (bytes === undefined) {
    return '–';
  }
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : bytes >= 1e6 ? `${(bytes / 1e6).toFixed(0)} MB` : `${(bytes / 1e3).toFixed(0)} kB`;
}

/** A rate per second, or a percentage: one decimal for small numbers. */
export function formatRate(rate: number | undefined): string {
  return rate === undefined ? '–' : rate >= 100 || rate === 0 ? Math.round(rate).toLocaleString() : rate.toFixed(1);
}

/** A length of time to the second below two minutes, otherwise to the minute. */
export function formatSpan(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;
}

/** Milliseconds as milliseconds or seconds. */
export function formatLag(ms: number | undefined): string {
  return ms === undefined ? '–' : ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
