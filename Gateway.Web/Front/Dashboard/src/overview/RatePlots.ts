import { byId, make, setText } from '../dom.ts';
import { formatRate, formatSpan } from './figures.ts';
import { type RateHistory, type RateKey, rates } from './RateHistory.ts';

const [width, height] = [240, 40];
const vector = 'http://www.w3.org/2000/svg';

interface DrawnRate {
  readonly key: RateKey;
  readonly unit: string;
  readonly root: HTMLElement;
  readonly now: HTMLElement;
  readonly most: HTMLElement;
  readonly line: SVGPolylineElement;
}

/** One small plot for each rate, with what it is now. The axis begins at zero and ends at the greatest rate. */
export class RatePlots {
  readonly #plots: readonly DrawnRate[];

  constructor() {
    this.#plots = rates.map(({ key, title, unit }) => plotOf(key, title, unit));
    byId('rates', HTMLElement).replaceChildren(...this.#plots.map(({ root }) => root));
  }

  draw(history: RateHistory): void {
    setText(byId('rates-span', HTMLElement), `of the last ${formatSpan(history.span)}`);
    for (const { key, unit, root, now, most, line } of this.#plots) {
      const latest = history.latest(key);
      root.hidden = latest === undefined;
      setText(now, `${formatRate(latest)}${unit}`);
      setText(most, `at most ${formatRate(history.greatest(key))}${unit}`);
      line.setAttribute('points', history.points(key, width, height).map(([x, y]) => `${x},${y.toFixed(1)}`).join(' '));
    }
  }
}

function plotOf(key: RateKey, title: string, unit: string): DrawnRate {
  const root = make('div', '', 'rate');
  const now = make('strong', '', 'rate-now');
  const most = make('span', '', 'hint');
  const plot = document.createElementNS(vector, 'svg');
  plot.setAttribute('viewBox', `0 -2 ${width} ${height + 4}`);
  plot.setAttribute('preserveAspectRatio', 'none');
  // The figures say the same in words.
  plot.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(vector, 'polyline');
  plot.append(line);
  root.append(make('span', title, 'rate-title'), now, plot, most);
  return { key, unit, root, now, most, line };
}
