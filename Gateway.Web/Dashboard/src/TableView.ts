import { qualityClass } from '@mxgateway/client';
import { byId, make, setText } from './dom.ts';
import { formatTime, formatValue } from './format.ts';
import type { LiveModel, LiveRow } from './LiveModel.ts';

interface Cells {
  readonly row: HTMLTableRowElement;
  readonly tick: HTMLInputElement;
  readonly name: HTMLTableCellElement;
  readonly value: HTMLTableCellElement;
  readonly quality: HTMLSpanElement;
  readonly rawQuality: HTMLSpanElement;
  readonly time: HTMLTableCellElement;
  data: LiveRow;
  visible: boolean;
  flash: boolean;
}

export interface TableEvents {
  /** A row was ticked or unticked for the trend; false refuses the tick. */
  onTick(row: LiveRow, on: boolean): boolean;
  onPick(row: LiveRow): void;
}

/**
 * The live table. Called once per animation frame; touches only rows that changed and are in view, so that thousands of
 * rows cost what the screen shows.
 */
export class TableView {
  readonly #body = byId('rows', HTMLTableSectionElement);
  readonly #count = byId('row-count', HTMLElement);
  readonly #empty = byId('no-rows', HTMLElement);
  readonly #cells = new Map<string, Cells>();
  readonly #byElement = new WeakMap<Element, Cells>();
  readonly #observer: IntersectionObserver;
  readonly #events: TableEvents;
  #filter = '';

  constructor(events: TableEvents) {
    this.#events = events;
    this.#observer = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        const cells = this.#byElement.get(entry.target);
        if (cells !== undefined) {
          cells.visible = entry.isIntersecting;
          if (cells.visible) {
            this.#draw(cells, false);
          }
        }
      }
    }, { root: byId('scroll', HTMLElement), rootMargin: '200px' });
    const filter = byId('filter', HTMLInputElement);
    filter.addEventListener('input', () => {
      this.#filter = filter.value.trim().toLowerCase();
      this.#applyFilter();
    });
  }

  clear(): void {
    this.#observer.disconnect();
    this.#cells.clear();
    this.#body.replaceChildren();
  }

  update(model: LiveModel): void {
    const { dirty, shapeChanged } = model.takeChanges();
    if (shapeChanged) {
      this.#reshape(model);
    }
    for (const row of dirty) {
      const cells = this.#cells.get(row.key);
      if (cells?.visible === true) {
        this.#draw(cells, true);
      }
    }
  }

  setTick(key: string, on: boolean): void {
    const cells = this.#cells.get(key);
    if (cells !== undefined) {
      cells.tick.checked = on;
    }
  }

  #reshape(model: LiveModel): void {
    for (const [key, cells] of this.#cells) {
      if (!model.rows.has(key)) {
        this.#observer.unobserve(cells.row);
        cells.row.remove();
        this.#cells.delete(key);
      }
    }
    const sorted = [...model.rows.values()].sort((a, b) => a.reference.localeCompare(b.reference, undefined, { numeric: true }));
    const elements = sorted.map((row) => {
      const cells = this.#cells.get(row.key) ?? this.#create(row);
      cells.data = row;
      this.#name(cells);
      return cells.row;
    });
    // Moving rows that are in place already would lose the keyboard's focus.
    if (elements.length !== this.#body.children.length || elements.some((element, i) => this.#body.children[i] !== element)) {
      this.#body.replaceChildren(...elements);
    }
    this.#empty.hidden = elements.length > 0;
    this.#applyFilter();
  }

  #create(data: LiveRow): Cells {
    const row = document.createElement('tr');
    const tick = document.createElement('input');
    tick.type = 'checkbox';
    const name = make('td', '', 'item');
    const value = make('td', '', 'number value');
    const quality = make('span', '', 'quality-class');
    const rawQuality = make('span');
    const qualityPill = make('span', '', 'quality');
    qualityPill.append(quality, rawQuality);
    const time = make('td', '', 'time');
    const pick = make('button', 'Write', 'row-action');
    pick.type = 'button';
    const cells: Cells = { row, tick, name, value, quality, rawQuality, time, data, visible: false, flash: false };
    tick.addEventListener('change', () => {
      if (!this.#events.onTick(cells.data, tick.checked)) {
        tick.checked = false;
      }
    });
    pick.addEventListener('click', () => { this.#events.onPick(cells.data); });
    for (const content of [tick, name, value, qualityPill, time, pick]) {
      if (content instanceof HTMLTableCellElement) {
        row.append(content);
      } else {
        row.insertCell().append(content);
      }
    }
    this.#cells.set(data.key, cells);
    this.#byElement.set(row, cells);
    this.#observer.observe(row);
    return cells;
  }

  #name({ name, tick, row, data }: Cells): void {
    if (name.title !== data.reference) {
      name.title = data.reference;
      // Names too long for their column break where their parts meet.
      name.replaceChildren(...data.reference.split(/(?<=\.)/).flatMap((part) => [part, make('wbr')]));
    }
    tick.setAttribute('aria-label', `Draw ${data.reference}`);
    row.querySelector('button')?.setAttribute('aria-label', `Write to ${data.reference}`);
  }

  #draw(cells: Cells, changed: boolean): void {
    const { data } = cells;
    const text = formatValue(data.value, data.dataType);
    if (changed && cells.value.textContent !== text) {
      // Two names of the same animation: switching restarts it without forcing a layout.
      cells.flash = !cells.flash;
      cells.value.className = `number value ${cells.flash ? 'flash-a' : 'flash-b'}`;
    }
    if (cells.value.textContent !== text) {
      cells.value.textContent = text;
      // The cell may be too narrow for it, and some texts are shorter than their value.
      cells.value.title = typeof data.value === 'string' ? data.value : text;
    }
    setText(cells.time, formatTime(data.sourceTime));
    if (data.quality !== undefined) {
      const quality = qualityClass(data.quality);
      setText(cells.quality, `${quality} `);
      setText(cells.rawQuality, String(data.quality));
      if (cells.quality.parentElement !== null) {
        cells.quality.parentElement.dataset['class'] = quality;
      }
    }
  }

  #applyFilter(): void {
    let shown = 0;
    for (const { row, data } of this.#cells.values()) {
      row.hidden = this.#filter !== '' && !data.reference.toLowerCase().includes(this.#filter);
      shown += row.hidden ? 0 : 1;
    }
    const all = this.#cells.size;
    setText(this.#count, shown === all ? `${all} items` : `${shown} of ${all} items`);
  }
}
