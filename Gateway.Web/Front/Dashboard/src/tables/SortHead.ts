import { make } from '../dom.ts';
import { nextOrder, type RowOrder } from './rowOrder.ts';

export interface SortColumn<K extends string> {
  readonly key: K;
  readonly title: string;
  readonly className?: string;
  /** The first click sorts the greatest first. */
  readonly beginsDescending?: boolean;
}

/** The cells in the head of a table that can be sorted: each is a button, and the one that the table is sorted by says so. */
export class SortHead<K extends string> {
  readonly cells: readonly HTMLTableCellElement[];
  readonly #cells = new Map<K, HTMLTableCellElement>();
  #order: RowOrder<K>;

  constructor(columns: readonly SortColumn<K>[], order: RowOrder<K>, onSort: (order: RowOrder<K>) => void) {
    this.#order = order;
    this.cells = columns.map((column) => {
      const cell = make('th', '', column.className ?? '');
      cell.scope = 'col';
      cell.setAttribute('role', 'columnheader');
      const button = make('button', column.title, 'sort');
      button.type = 'button';
      button.addEventListener('click', () => { onSort(nextOrder(this.#order, column.key, column.beginsDescending === true)); });
      cell.append(button);
      this.#cells.set(column.key, cell);
      return cell;
    });
    this.draw(order);
  }

  draw(order: RowOrder<K>): void {
    this.#order = order;
    for (const [column, cell] of this.#cells) {
      const sort = order.descending ? 'descending' : 'ascending';
      if (column !== order.column) {
        cell.removeAttribute('aria-sort');
      } else if (cell.getAttribute('aria-sort') !== sort) {
        cell.setAttribute('aria-sort', sort);
      }
    }
  }
}
