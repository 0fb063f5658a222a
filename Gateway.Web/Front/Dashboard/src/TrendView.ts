import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { byId, make } from './dom.ts';
import type { TrendData } from './TrendData.ts';
import { padded } from './trendScale.ts';

export const maxTrends = 6;
const redrawMs = 250;
const leastWindowSeconds = 20;

/** The chart of the chosen items. It is redrawn only a few times a second, because more would only use a phone's battery. */
export class TrendView {
  readonly #host: HTMLElement;
  readonly #legend: HTMLUListElement;
  readonly #hint: HTMLElement;
  readonly #window: HTMLSelectElement;
  readonly #data: TrendData;
  readonly #removable: boolean;
  readonly #names = new Map<string, string>();
  #plot: uPlot | undefined;
  #lastDraw = 0;

  /**
   * `id` is that of the chart's element and the prefix of the ids that end with `-legend`, `-hint` and `-window`. Without `onRemove`
   * the user cannot remove items.
   */
  constructor(id: string, data: TrendData, onRemove?: (key: string) => void) {
    this.#host = byId(id, HTMLElement);
    this.#legend = byId(`${id}-legend`, HTMLUListElement);
    this.#hint = byId(`${id}-hint`, HTMLElement);
    this.#window = byId(`${id}-window`, HTMLSelectElement);
    this.#data = data;
    this.#removable = onRemove !== undefined;
    new ResizeObserver(() => { this.#resize(); }).observe(this.#host);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { this.#rebuild(); });
    this.#legend.addEventListener('click', (event) => {
      const key = event.target instanceof HTMLButtonElement ? event.target.dataset['key'] : undefined;
      if (key !== undefined) {
        onRemove?.(key);
      }
    });
  }

  /** Sets the items that are drawn: their names by key, in drawing order. */
  show(names: ReadonlyMap<string, string>): void {
    this.#names.clear();
    for (const [key, name] of names) {
      this.#names.set(key, name);
    }
    this.#rebuild();
  }

  update(now: number): void {
    if (this.#plot === undefined || now - this.#lastDraw < redrawMs || document.hidden) {
      return;
    }
    this.#lastDraw = now;
    this.#draw();
  }

  #draw(): void {
    const seconds = Number(this.#window.value) * 60;
    const tables = this.#data.tables(seconds).filter(([times]) => times.length > 0);
    if (this.#plot === undefined || tables.length !== this.#names.size) {
      return;
    }
    const joined = uPlot.join(tables);
    const { latest, earliest } = this.#data;
    // The window starts small and grows as data arrives, because a mostly empty chart shows little.
    const from = Math.max(latest - seconds, Math.min(earliest, latest - leastWindowSeconds));
    this.#plot.batch(() => {
      this.#plot?.setData(joined, true);
      this.#plot?.setScale('x', { min: from, max: latest });
    });
  }

  #rebuild(): void {
    this.#plot?.destroy();
    this.#plot = undefined;
    this.#hint.hidden = this.#names.size > 0;
    this.#host.hidden = this.#names.size === 0;
    this.#legend.replaceChildren(...[...this.#names].map(([key, name], i) => legendEntry(key, name, i, this.#removable)));
    this.#host.setAttribute('aria-label', `Trend of ${[...this.#names.values()].join(', ')}`);
    if (this.#names.size === 0) {
      return;
    }
    const css = getComputedStyle(document.documentElement);
    const color = (name: string): string => css.getPropertyValue(name).trim();
    const axis = { stroke: color('--muted'), grid: { stroke: color('--line'), width: 1 }, ticks: { stroke: color('--line'), width: 1 } };
    const stepped = uPlot.paths.stepped?.({ align: 1 });
    const line = (name: string, i: number): uPlot.Series => {
      const series: uPlot.Series = { label: name, stroke: color(`--series-${i + 1}`), width: 1.75, spanGaps: false, points: { show: false } };
      // A plant value is valid until it changes, so the line has steps; a slope between two reports would be wrong.
      return stepped === undefined ? series : { ...series, paths: stepped };
    };
    this.#plot = new uPlot({
      width: this.#host.clientWidth, height: 220,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false } },
      scales: { x: { time: true }, y: { range: (_plot, min, max): [number, number] => padded(min, max) } },
      axes: [{ ...axis, space: 70, values: (_plot, splits): string[] => splits.map(clock) }, { ...axis, size: 52 }],
      series: [{}, ...[...this.#names.values()].map(line)],
    }, [[], ...[...this.#names].map(() => [])], this.#host);
    this.#lastDraw = 0;
    this.#draw();
  }

  #resize(): void {
    if (this.#plot !== undefined && this.#host.clientWidth > 0 && this.#plot.width !== this.#host.clientWidth) {
      this.#plot.setSize({ width: this.#host.clientWidth, height: 220 });
    }
  }
}

/** The time in 24-hour form; seconds are shown only when they are not zero. */
function clock(seconds: number): string {
  const date = new Date(seconds * 1000);
  const two = (n: number): string => String(n).padStart(2, '0');
  const minutes = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return date.getSeconds() === 0 ? minutes : `${minutes}:${two(date.getSeconds())}`;
}

function legendEntry(key: string, name: string, index: number, removable: boolean): HTMLLIElement {
  const entry = document.createElement('li');
  entry.append(make('span', '', `swatch series-${index + 1}`), make('span', name));
  if (removable) {
    const remove = make('button', '×', 'quiet');
    remove.type = 'button';
    remove.dataset['key'] = key;
    remove.setAttribute('aria-label', `Remove ${name} from the trend`);
    entry.append(remove);
  }
  return entry;
}
