/** Most points kept per item; at 60 minutes that is five a second. */
const maxPoints = 18_000;

/** Points of the chosen items: times in seconds, one value each, ascending. */
export class TrendData {
  readonly series = new Map<string, { readonly times: number[]; readonly values: (number | null)[] }>();
  #latest = 0;

  /** The latest time seen, seconds: the clock of the plant, which need not be the viewer's. */
  get latest(): number {
    return this.#latest;
  }

  /** The earliest time there is a point of; the latest when there is none. */
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

  /** Moves the clock on without a point. */
  tick(seconds: number): void {
    this.#latest = Math.max(this.#latest, Number.isFinite(seconds) ? seconds : 0);
  }

  /** Adds a point; null breaks the line, for values nobody should trust. */
  add(key: string, seconds: number, value: number | null): void {
    this.tick(seconds);
    const series = this.series.get(key);
    if (series === undefined || !Number.isFinite(seconds)) {
      return;
    }
    // Sources with a bad clock may step back; a chart needs ascending times.
    const last = series.times.at(-1);
    series.times.push(last === undefined ? seconds : Math.max(last, seconds));
    series.values.push(value);
    if (series.times.length > maxPoints) {
      series.times.splice(0, maxPoints / 10);
      series.values.splice(0, maxPoints / 10);
    }
  }

  /** What to draw: the last `windowSeconds`, each line carried on to the latest time, since only changes are reported. */
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
