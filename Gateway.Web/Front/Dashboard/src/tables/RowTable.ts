import { byId, make, setText } from '../dom.ts';
import { type Column, listRows } from './rowList.ts';
import type { RowOrder } from './rowOrder.ts';
import { SortHead } from './SortHead.ts';

/** More rows than this are not drawn; the filter finds the others. */
const mostRows = 300;

export interface RowTableOptions<T> {
  /** Prefix of the ids of the table's elements, which end with `-head`, `-rows` and `-count`. */
  readonly id: string;
  readonly columns: readonly Column<T>[];
  readonly keyOf: (row: T) => string;
  /** How a row is marked; the empty text for an ordinary one. */
  readonly toneOf: (row: T) => string;
  readonly onSort: (order: RowOrder) => void;
  /** The user has chosen a row, by the button that its first cell is; absent when rows cannot be chosen. */
  readonly onOpen?: (row: T) => void;
  /** What the button does, such as `Timeline`. */
  readonly openTitle?: string;
}

/** A table that the user can sort and filter. Rows keep their elements, so that keyboard and screen reader keep their places. */
export class RowTable<T> {
  readonly #options: RowTableOptions<T>;
  readonly #body: HTMLTableSectionElement;
  readonly #count: HTMLElement;
  readonly #head: SortHead<string>;
  readonly #rows = new Map<string, HTMLTableRowElement>();
  /** The rows as they were drawn last, by key. */
  readonly #drawn = new Map<string, T>();
  #chosen: ReadonlySet<string>;
  #open: string | undefined;
  #listed: readonly T[] = [];
  #order: RowOrder;

  constructor(options: RowTableOptions<T>, order: RowOrder) {
    this.#options = options;
    this.#order = order;
    this.#chosen = new Set(options.columns.map(({ key }) => key));
    this.#body = byId(`${options.id}-rows`, HTMLTableSectionElement);
    this.#count = byId(`${options.id}-count`, HTMLElement);
    this.#body.addEventListener('keydown', (event) => { this.#press(event); });
    // The page may have shown the rows of another user before.
    this.#body.replaceChildren();
    this.#head = new SortHead(options.columns.map(({ key, title, number }) => ({ key, title, className: number === undefined ? '' : 'number', beginsDescending: number !== undefined })), order, (next) => {
      this.#order = next;
      options.onSort(next);
    });
    byId(`${options.id}-head`, HTMLTableRowElement).replaceChildren(...this.#head.cells);
  }

  get order(): RowOrder {
    return this.#order;
  }

  set order(order: RowOrder) {
    this.#order = order;
  }

  /** The rows that pass the filter, in order. */
  get listed(): readonly T[] {
    return this.#listed;
  }

  /** Sets which columns are shown. */
  set chosen(keys: readonly string[]) {
    this.#chosen = new Set(keys);
    this.#options.columns.forEach(({ key }, i) => {
      const isHidden = !this.#chosen.has(key);
      const head = this.#head.cells[i];
      if (head !== undefined) {
        head.hidden = isHidden;
      }
      this.#rows.forEach((row) => { hide(row.cells[i], isHidden); });
    });
  }

  /** Marks the row whose detail is open. */
  set open(key: string | undefined) {
    this.#open = key;
  }

  draw(rows: readonly T[], filter: string): void {
    const listed = listRows(rows, this.#options.columns, filter, this.#order);
    const drawn = listed.slice(0, mostRows);
    this.#listed = listed;
    setText(this.#count, listed.length === rows.length && drawn.length === listed.length ? String(rows.length) : `${drawn.length} of ${rows.length}`);
    this.#head.draw(this.#order);
    const keys = new Set(drawn.map(this.#options.keyOf));
    for (const [key, element] of this.#rows) {
      if (!keys.has(key)) {
        element.remove();
        this.#rows.delete(key);
        this.#drawn.delete(key);
      }
    }
    drawn.forEach((row, i) => {
      const element = this.#row(row);
      if (this.#body.children[i] !== element) {
        this.#body.insertBefore(element, this.#body.children[i] ?? null);
      }
    });
  }

  #row(row: T): HTMLTableRowElement {
    const { columns, keyOf, toneOf } = this.#options;
    const key = keyOf(row);
    this.#drawn.set(key, row);
    let element = this.#rows.get(key);
    if (element === undefined) {
      element = make('tr');
      element.append(...columns.map((column, i) => this.#cell(column, i, key)));
      this.#rows.set(key, element);
    }
    columns.forEach(({ text }, i) => {
      const cell = element.cells[i];
      if (cell !== undefined && !cell.hidden) {
        const shown = text(row);
        setText(cell.firstElementChild ?? cell, shown);
        // Where rows are cards, what a row does not have takes no line.
        cell.classList.toggle('none', shown === '–');
      }
    });
    if (element.dataset['tone'] !== toneOf(row)) {
      element.dataset['tone'] = toneOf(row);
    }
    element.classList.toggle('open', key === this.#open);
    return element;
  }

  #cell({ key: column, title, number }: Column<T>, i: number, key: string): HTMLTableCellElement {
    const cell = make(i === 0 ? 'th' : 'td', '', number === undefined ? '' : 'number');
    cell.dataset['column'] = title;
    hide(cell, !this.#chosen.has(column));
    if (i === 0) {
      cell.setAttribute('scope', 'row');
      if (this.#options.onOpen !== undefined) {
        cell.append(this.#opener(key));
      }
    }
    return cell;
  }

  #opener(key: string): HTMLButtonElement {
    const button = make('button', '', 'open');
    button.type = 'button';
    button.title = this.#options.openTitle ?? '';
    button.addEventListener('click', () => {
      const row = this.#drawn.get(key);
      if (row !== undefined) {
        this.#options.onOpen?.(row);
      }
    });
    return button;
  }

  /** The arrow keys move between the rows. */
  #press(event: KeyboardEvent): void {
    const row = event.target instanceof Element ? event.target.closest('tr') : null;
    const moves: Readonly<Record<string, Element | null | undefined>> = {
      ArrowDown: row?.nextElementSibling, ArrowUp: row?.previousElementSibling, Home: this.#body.firstElementChild, End: this.#body.lastElementChild,
    };
    const target = moves[event.key]?.querySelector('button');
    if (target instanceof HTMLElement && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      target.focus();
    }
  }
}

function hide(cell: HTMLTableCellElement | undefined, isHidden: boolean): void {
  if (cell !== undefined && cell.hidden !== isHidden) {
    cell.hidden = isHidden;
  }
}
