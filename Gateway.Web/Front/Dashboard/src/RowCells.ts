import { qualityClass } from '@mxgateway/client';
import { make, setText } from './dom.ts';
import { formatTime, formatValue } from './format.ts';
import type { LiveRow } from './LiveModel.ts';

export interface RowEvents {
  /** A row was ticked or unticked for the trend; returning false refuses the tick. */
  onTick(row: LiveRow, on: boolean): boolean;
  onPick(row: LiveRow): void;
  mayWrite(row: LiveRow): boolean;
}

/** One row of the live table. It changes the page only where the content differs. */
export class RowCells {
  readonly element = document.createElement('tr');
  readonly #tick = document.createElement('input');
  readonly #name = make('td', '', 'item');
  readonly #value = make('td', '', 'number value col-value');
  readonly #pill = make('span', '', 'quality');
  readonly #quality = make('span', '', 'quality-class');
  readonly #rawQuality = make('span');
  readonly #time = make('td', '', 'time col-time');
  readonly #type = make('td', '', 'type col-type');
  readonly #pick = make('button', 'Write', 'row-action');
  readonly #events: RowEvents;
  #data: LiveRow;
  #flash = false;

  constructor(data: LiveRow, ticked: boolean, events: RowEvents) {
    this.#data = data;
    this.#events = events;
    this.#tick.type = 'checkbox';
    this.#tick.checked = ticked;
    this.#pick.type = 'button';
    this.#pill.append(this.#quality, this.#rawQuality);
    this.#tick.addEventListener('change', () => {
      if (!events.onTick(this.#data, this.#tick.checked)) {
        this.#tick.checked = false;
      }
    });
    this.#pick.addEventListener('click', () => { events.onPick(this.#data); });
    const quality = make('td', '', 'col-quality');
    quality.append(this.#pill);
    for (const content of [this.#tick, this.#name, this.#value, quality, this.#time, this.#type, this.#pick]) {
      if (content instanceof HTMLTableCellElement) {
        this.element.append(content);
      } else {
        this.element.insertCell().append(content);
      }
    }
  }

  set ticked(on: boolean) {
    this.#tick.checked = on;
  }

  /** Sets the data of the row, and updates its name if that has changed. */
  use(data: LiveRow): void {
    this.#data = data;
    const { reference, origin } = data;
    const full = origin === undefined ? reference : `${origin}: ${reference}`;
    if (this.#name.title !== full) {
      this.#name.title = full;
      // A name that is too long for its column can break after each dot.
      this.#name.replaceChildren(
        ...(origin === undefined ? [] : [make('span', origin, 'origin')]), ...reference.split(/(?<=\.)/).flatMap((part) => [part, make('wbr')]));
      this.#tick.setAttribute('aria-label', `Draw ${full}`);
      this.#pick.setAttribute('aria-label', `Write to ${full}`);
      this.offer();
    }
  }

  /** Shows the button for writing if the user may write the item. */
  offer(): void {
    this.#pick.hidden = !this.#events.mayWrite(this.#data);
  }

  draw(changed: boolean): void {
    const { value, dataType, sourceTime, quality } = this.#data;
    const text = formatValue(value, dataType);
    if (this.#value.textContent !== text) {
      if (changed) {
        // Both names stand for the same animation: switching between them restarts it without forcing a layout.
        this.#flash = !this.#flash;
        this.#value.className = `number value col-value ${this.#flash ? 'flash-a' : 'flash-b'}`;
      }
      this.#value.textContent = text;
      // The cell may be too narrow for the text, and some texts are shorter than their value.
      this.#value.title = typeof value === 'string' ? value : text;
    }
    setText(this.#time, formatTime(sourceTime));
    setText(this.#type, dataType === undefined ? '' : String(dataType));
    if (quality !== undefined) {
      const name = qualityClass(quality);
      setText(this.#quality, `${name} `);
      setText(this.#rawQuality, String(quality));
      if (this.#pill.dataset['class'] !== name) {
        this.#pill.dataset['class'] = name;
      }
    }
  }
}
