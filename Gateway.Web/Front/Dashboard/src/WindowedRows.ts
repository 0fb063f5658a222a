import { make } from './dom.ts';
import type { RowWindow } from './RowWindow.ts';

/** The rows of a table that are in the page, and two spacers that stand for the others. */
export class WindowedRows {
  readonly #table: HTMLTableElement;
  readonly #body: HTMLTableSectionElement;
  readonly #window: RowWindow;
  readonly #above: HTMLTableRowElement;
  readonly #below: HTMLTableRowElement;

  constructor(table: HTMLTableElement, body: HTMLTableSectionElement, window: RowWindow, columns: number) {
    this.#table = table;
    this.#body = body;
    this.#window = window;
    this.#above = spacer(columns);
    this.#below = spacer(columns);
  }

  /** Puts these rows into the page, of which the first has the index `from` among `total` rows. */
  place(elements: readonly HTMLTableRowElement[], from: number, total: number): void {
    const isLong = this.#window.isLong(total);
    this.#table.classList.toggle('long', isLong);
    this.#settle(isLong ? [this.#above, ...elements, this.#below] : elements);
    // The row of the head is counted, as assistive technology expects it.
    this.#table.setAttribute('aria-rowcount', String(total + 1));
    elements.forEach((element, i) => { setIndex(element, from + i + 2); });
    if (isLong) {
      const [first] = elements;
      if (first !== undefined) {
        this.#window.measure(first);
      }
      setHeight(this.#above, from * this.#window.rowHeight);
      setHeight(this.#below, (total - from - elements.length) * this.#window.rowHeight);
    }
  }

  /** Changes only what differs. A row that must be moved keeps the keyboard focus. */
  #settle(elements: readonly HTMLTableRowElement[]): void {
    const focused = document.activeElement;
    const wanted = new Set<Element>(elements);
    for (const child of [...this.#body.children]) {
      if (!wanted.has(child)) {
        child.remove();
      }
    }
    elements.forEach((element, i) => {
      const there = this.#body.children[i];
      if (there !== element) {
        this.#body.insertBefore(element, there ?? null);
      }
    });
    if (focused instanceof HTMLElement && focused !== document.activeElement && this.#body.contains(focused)) {
      focused.focus({ preventScroll: true });
    }
  }
}

function setIndex(row: HTMLTableRowElement, index: number): void {
  const text = String(index);
  if (row.getAttribute('aria-rowindex') !== text) {
    row.setAttribute('aria-rowindex', text);
  }
}

function spacer(columns: number): HTMLTableRowElement {
  const row = make('tr', '', 'spacer');
  row.setAttribute('aria-hidden', 'true');
  row.insertCell().colSpan = columns;
  return row;
}

function setHeight(row: HTMLTableRowElement, pixels: number): void {
  const cell = row.cells[0];
  if (cell !== undefined && cell.style.height !== `${pixels}px`) {
    cell.style.height = `${pixels}px`;
  }
}
