import { byId, make, setText } from '../dom.ts';
import { type Column, listRows, nextOrder, type RowOrder } from './rowList.ts';

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
  /** The user has chosen a row, by the button that its first cell is. */
  readonly onOpen: (row: T) => void;
  /** What the button does, such as `Timeline`. */
  readonly openTitle: string;
}

/** A table that the user can sort and filter. Rows keep their elements, so that keyboard and screen reader keep their places. */
export class RowTable<T> {
  readonly #options: RowTableOptions<T>;
  readonly #body: HTMLTableSectionElement;
  readonly #count: HTMLElement;
  readonly #heads = new Map<string, HTMLTableCellElement>();
  readonly #rows = new Map<string, HTMLTableRowElement>();
  /** The rows as they were drawn last, by key. */
  readonly #drawn = new Map<string, T>();
  #order: RowOrder;

  constructor(options: RowTableOptions<T>, order: RowOrder) {
    this.#options = options;
    this.#order = order;
    this.#body = byId(`${options.id}-rows`, HTMLTableSectionElement);
    this.#count = byId(`${options.id}-count`, HTMLElement);
    // The page may have shown the rows of another user before.
    this.#body.replaceChildren();
    byId(`${options.id}-head`, HTMLTableRowElement).replaceChildren(...options.columns.map((column) => this.#head(column)));
  }

  get order(): RowOrder {
    return this.#order;
  }

  set order(order: RowOrder) {
    this.#order = order;
  }

  draw(rows: readonly T[], filter: string): void {
    const listed = listRows(rows, this.#options.columns, filter, this.#order);
    const drawn = listed.slice(0, mostRows);
    setText(this.#count, listed.length === rows.length && drawn.length === listed.length ? String(rows.length) : `${drawn.length} of ${rows.length}`);
    this.#drawOrder();
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
      element.append(...columns.map(({ title, number }, i) => {
        const cell = make(i === 0 ? 'th' : 'td', '', number === undefined ? '' : 'number');
        cell.dataset['column'] = title;
        if (i === 0) {
          cell.setAttribute('scope', 'row');
          cell.append(this.#opener(key));
        }
        return cell;
      }));
      this.#rows.set(key, element);
    }
    columns.forEach(({ text }, i) => {
      const cell = element.cells[i];
      if (cell !== undefined) {
        setText(cell.firstElementChild ?? cell, text(row));
      }
    });
    if (element.dataset['tone'] !== toneOf(row)) {
      element.dataset['tone'] = toneOf(row);
    }
    return element;
  }

  #opener(key: string): HTMLButtonElement {
    const button = make('button', '', 'open');
    button.type = 'button';
    button.title = this.#options.openTitle;
    button.addEventListener('click', () => {
      const row = this.#drawn.get(key);
      if (row !== undefined) {
        this.#options.onOpen(row);
      }
    });
    return button;
  }

  #head(column: Column<T>): HTMLTableCellElement {
    const cell = make('th', '', column.number === undefined ? '' : 'number');
    cell.scope = 'col';
    const button = make('button', column.title, 'sort');
    button.type = 'button';
    button.addEventListener('click', () => {
      this.#order = nextOrder(this.#order, column);
      this.#options.onSort(this.#order);
    });
    cell.append(button);
    this.#heads.set(column.key, cell);
    return cell;
  }

  #drawOrder(): void {
    for (const [key, cell] of this.#heads) {
      if (key !== this.#order.column) {
        cell.removeAttribute('aria-sort');
      } else {
        cell.setAttribute('aria-sort', this.#order.descending ? 'descending' : 'ascending');
      }
    }
  }
}
