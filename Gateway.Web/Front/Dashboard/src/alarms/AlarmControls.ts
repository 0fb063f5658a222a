import type { AlarmCounts, AlarmState } from '@mxgateway/client';
import { byId, make, setText } from '../dom.ts';
import { type AlarmFilter, defaultFilter, isDefault, states } from './alarmFilter.ts';
import { signs, stateNames } from './alarmText.ts';

/** The filter of the alarm table. */
export class AlarmControls {
  readonly #text = byId('alarm-text', HTMLInputElement);
  readonly #priority = byId('alarm-priority', HTMLSelectElement);
  readonly #area = byId('alarm-area', HTMLSelectElement);
  readonly #states = byId('alarm-states', HTMLFieldSetElement);
  readonly #reset = byId('alarm-reset', HTMLButtonElement);
  readonly #boxes = new Map<AlarmState, HTMLInputElement>();
  readonly #counts = new Map<AlarmState, HTMLElement>();
  readonly #onChange: (filter: AlarmFilter) => void;
  #areas = '';
  #filter: AlarmFilter;

  constructor(filter: AlarmFilter, onChange: (filter: AlarmFilter) => void) {
    this.#filter = filter;
    this.#onChange = onChange;
    for (const state of states) {
      this.#addBox(state);
    }
    byId('alarm-filter', HTMLFormElement).addEventListener('submit', (event) => { event.preventDefault(); });
    this.#text.addEventListener('input', () => { this.#change({ text: this.#text.value.trim() }); });
    this.#priority.addEventListener('change', () => {
      this.#change({ priorityTo: this.#priority.value === '' ? undefined : Number(this.#priority.value) });
    });
    this.#area.addEventListener('change', () => { this.#change({ area: this.#area.value === '' ? undefined : this.#area.value }); });
    this.#reset.addEventListener('click', () => {
      this.show(defaultFilter);
      this.#change({});
      this.#text.focus();
    });
    this.show(filter);
  }

  /** Shows a filter that did not come from the controls. */
  show(filter: AlarmFilter): void {
    this.#filter = filter;
    if (this.#text.value.trim() !== filter.text) {
      this.#text.value = filter.text;
    }
    for (const [state, box] of this.#boxes) {
      box.checked = filter.states.has(state);
    }
    const priority = filter.priorityTo === undefined ? '' : String(filter.priorityTo);
    offer(this.#priority, priority, `1 to ${priority}`);
    offer(this.#area, filter.area ?? '', filter.area ?? '');
    this.#reset.hidden = isDefault(filter);
  }

  drawCounts(counts: AlarmCounts): void {
    for (const [state, element] of this.#counts) {
      // Normal alarms are not read unless they are wanted, so their number is not known.
      setText(element, state === 'normal' && !this.#filter.states.has(state) ? '' : String(counts[state]));
    }
  }

  /** Sets the areas that can be chosen. */
  offerAreas(areas: readonly string[]): void {
    const text = areas.join('\n');
    if (text === this.#areas) {
      return;
    }
    this.#areas = text;
    const options = areas.map((area) => new Option(area, area));
    this.#area.replaceChildren(new Option('all', ''), ...options);
    offer(this.#area, this.#filter.area ?? '', this.#filter.area ?? '');
  }

  #change(part: Partial<AlarmFilter>): void {
    const filter = { ...this.#filter, ...part, states: new Set(states.filter((state) => this.#boxes.get(state)?.checked === true)) };
    this.#filter = filter;
    this.#reset.hidden = isDefault(filter);
    this.#onChange(filter);
  }

  #addBox(state: AlarmState): void {
    const label = make('label', '', 'alarm-box');
    const box = make('input');
    box.type = 'checkbox';
    box.addEventListener('change', () => { this.#change({}); });
    const sign = make('span', signs[state], 'sign');
    sign.setAttribute('aria-hidden', 'true');
    label.dataset['state'] = state;
    const count = make('b');
    label.append(box, sign, make('span', stateNames[state]), count);
    this.#boxes.set(state, box);
    this.#counts.set(state, count);
    this.#states.append(label);
  }
}

/** Chooses a value of a list, and adds it when the list does not have it. */
function offer(list: HTMLSelectElement, value: string, text: string): void {
  if (![...list.options].some((option) => option.value === value)) {
    list.append(new Option(text, value));
  }
  list.value = value;
}
