import { byId, make, setText } from '../dom.ts';
import type { CommandOutcomes } from './CommandOutcomes.ts';

const mostListed = 100;
const urgency = ['bad', 'uncertain', 'waiting', 'good'];

/** What became of the latest command, alarm by alarm; what did not succeed is first. */
export class OutcomesView {
  readonly #root = byId('alarm-outcomes', HTMLDetailsElement);
  readonly #summary = byId('alarm-outcomes-summary', HTMLElement);
  readonly #list = byId('alarm-outcomes-list', HTMLUListElement);
  readonly #outcomes: CommandOutcomes;
  #shown = 0;

  constructor(outcomes: CommandOutcomes, onClear: () => void) {
    this.#outcomes = outcomes;
    byId('alarm-outcomes-clear', HTMLButtonElement).addEventListener('click', onClear);
  }

  draw(): void {
    const { all, version } = this.#outcomes;
    if (version === this.#shown) {
      return;
    }
    this.#shown = version;
    this.#root.hidden = all.length === 0;
    setText(this.#summary, this.#outcomes.summary());
    const sorted = [...all].sort((a, b) => urgency.indexOf(a.tone) - urgency.indexOf(b.tone));
    // What was refused must be read, so the list opens by itself.
    this.#root.open ||= sorted.some(({ tone }) => tone === 'bad' || tone === 'uncertain');
    this.#list.replaceChildren(...sorted.slice(0, mostListed).map(({ reference, tone, word, reason }) => {
      const entry = make('li');
      const outcome = make('span', word, 'alarm-outcome');
      outcome.dataset['tone'] = tone;
      entry.append(make('span', reference, 'name'), outcome, make('span', reason, 'hint'));
      return entry;
    }), ...(all.length > mostListed ? [make('li', `and ${all.length - mostListed} more`, 'hint')] : []));
  }
}
