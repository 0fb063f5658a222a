import type { OverviewRates, OverviewTable } from '@mxgateway/client';

/** How long a sample is kept, milliseconds. */
const keptMs = 3_600_000;

/** The figures that are drawn over time. */
export const rates = [
  { key: 'events', title: 'Events from workers', unit: '/s' },
  { key: 'delivered', title: 'Events to readers', unit: '/s' },
  { key: 'commands', title: 'Commands', unit: '/s' },
  { key: 'cpu', title: 'CPU of the gateway', unit: ' %' },
] as const;

export type RateKey = (typeof rates)[number]['key'];

export type Sample = Readonly<Record<RateKey, number | undefined>>;

/** The figures of the whole gateway, as far as the caller sees it; undefined where nothing was measured yet. */
export function sampleOf({ sessions, readers, process }: Pick<OverviewTable, 'sessions' | 'readers' | 'process'>): Sample {
  return {
    events: sum([...sessions.values()].map(({ load }) => load?.eventsPerSecond)),
    delivered: sum([...readers.values()].map(({ load }) => load?.eventsPerSecond)),
    commands: sum([...sessions.values()].map(({ load }) => load?.commandsPerSecond)),
    cpu: process?.cpuPercent,
  };
}

/** The figures of the last hour: what the gateway knew of it when the page was opened, and what it told since. */
export class RateHistory {
  readonly #times: number[] = [];
  readonly #samples: Sample[] = [];
  #kept: OverviewRates | undefined;

  /** Adds the sample of a moment (milliseconds); one that was there already counts once. */
  add(at: number, sample: Sample): void {
    if (!Number.isFinite(at) || at <= (this.#times.at(-1) ?? 0)) {
      return;
    }
    this.#times.push(at);
    this.#samples.push(sample);
    const old = this.#times.findIndex((time) => time > at - keptMs);
    this.#times.splice(0, old);
    this.#samples.splice(0, old);
  }

  /** Adds what the gateway has kept, as far as it is newer than what is there. */
  addKept(kept: OverviewRates | undefined): void {
    if (kept === undefined || kept === this.#kept) {
      return;
    }
    this.#kept = kept;
    const now = Date.parse(kept.at);
    kept.secondsAgo.forEach((seconds, i) => {
      this.add(now - seconds * 1_000, {
        events: kept.eventsPerSecond[i], delivered: kept.deliveredPerSecond[i], commands: kept.commandsPerSecond[i], cpu: kept.cpuPercent[i],
      });
    });
  }

  /** How long the history is, milliseconds. */
  get span(): number {
    return (this.#times.at(-1) ?? 0) - (this.#times[0] ?? 0);
  }

  latest(key: RateKey): number | undefined {
    return this.#samples.at(-1)?.[key];
  }

  greatest(key: RateKey): number {
    return this.#samples.reduce((most, sample) => Math.max(most, sample[key] ?? 0), 0);
  }

  /** The points of a plot that is `width` wide and `height` high: at most one per unit of the width, the greatest of the samples that share it. */
  points(key: RateKey, width: number, height: number): readonly (readonly [x: number, y: number])[] {
    const [first, span, most] = [this.#times[0] ?? 0, this.span, this.greatest(key)];
    const tops = new Map<number, number>();
    this.#samples.forEach((sample, i) => {
      const value = sample[key];
      if (value !== undefined) {
        const x = span === 0 ? width : Math.round((((this.#times[i] ?? 0) - first) / span) * width);
        tops.set(x, Math.max(tops.get(x) ?? 0, value));
      }
    });
    return [...tops].map(([x, value]) => [x, most === 0 ? height : height - (value / most) * height]);
  }
}

function sum(parts: readonly (number | undefined)[]): number | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length === 0 && parts.length > 0 ? undefined : known.reduce((total, part) => total + part, 0);
}
