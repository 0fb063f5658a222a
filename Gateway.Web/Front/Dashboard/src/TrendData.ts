/** Largest number of points per item; in a window of 60 minutes this is five per second. */
const maxPoints = 18_000;

/** The points of the chosen items: times in seconds, in ascending order, with one value each. */
export class TrendData {
  readonly series = new Map<string, { readonly times: number[]; readonly values: (number | null)[] }>();
  #latest = 0;

  /** The latest time in seconds. It comes from the clock of the plant, which may differ from the user's clock. */
  get latest(): number {
    return this.#latest;
  }

  /** Time of the earliest point; the latest time when there are no points. */
  get earliest(): number {
    return Math.min(this.#latest, ...[...this.series.values()].map(({ times }) => times[0] ?? this.#latest));
  }

  choose(key: string): void {
    if (!this.series.has(key)) {
      this.series.set(key, { times: [], values: [] });
    }
  }

  drop(key: string): void {
    this.series.delete(key);
  }

  clear(): void {
    this.series.clear();
    this.#latest = 0;
  }

  /** Advances the clock without adding a point. */
  tick(seconds: number): void {
    this.#latest = Math.max(this.#latest, Number.isFinite(seconds) ? seconds : 0);
  }

  /** Adds a point. Null breaks the line; it stands for a value of bad quality. */
  add(key: string, seconds: number, value: number | null): void {
    this.tick(seconds);
    const series = this.series.get(key);
    if (series === undefined || !Number.isFinite(seconds)) {
      return;
    }
    // A source with a wrong clock may step back, but the chart needs ascending times.
    const last = series.times.at(-1);
    series.times.push(last === undefined ? seconds : Math.max(last, seconds));
    series.values.push(value);
    if (series.times.length > maxPoints) {
      series.times.splice(0, maxPoints / 10);
      series.values.splice(0, maxPoints / 10);
    }
  }

  /** The points of the last `windowSeconds`. Each line is continued to the latest time, because only changes are reported. */
  tables(windowSeconds: number): [number[], (number | null)[]][] {
    const from = this.#latest - windowSeconds;
    return [...this.series.values()].map(({ times, values }) => {
      let start = times.findIndex((time) => time >= from);
      start = start < 0 ? Math.max(0, times.length - 1) : Math.max(0, start - 1);
      const shownTimes = times.slice(start);
      const shownValues = values.slice(start);
      const lastValue = shownValues.at(-1);
      if (lastValue !== undefined) {
        shownTimes.push(this.#latest);
        shownValues.push(lastValue);
      }
      return [shownTimes, shownValues];
    });
  }
}
