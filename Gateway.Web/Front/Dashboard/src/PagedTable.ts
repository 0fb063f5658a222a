import { byId, make, setText } from './dom.ts';
import { describe } from './problems.ts';

export interface PagedTableOptions<T> {
  /** Prefix of the ids of the table's elements, which end with `-rows`, `-problem`, `-empty` and `-more`. */
  readonly id: string;
  readonly load: (before: number | undefined) => Promise<{ readonly items: readonly T[]; readonly next?: number }>;
  readonly row: (item: T) => HTMLTableRowElement;
}

/** A table that loads its entries page by page, newest first. */
export class PagedTable<T> {
  readonly #options: PagedTableOptions<T>;
  readonly #rows: HTMLTableSectionElement;
  readonly #problem: HTMLElement;
  readonly #empty: HTMLElement;
  readonly #more: HTMLButtonElement;
  #next: number | undefined;
  #round = 0;

  constructor(options: PagedTableOptions<T>) {
    this.#options = options;
    this.#rows = byId(`${options.id}-rows`, HTMLTableSectionElement);
    this.#problem = byId(`${options.id}-problem`, HTMLElement);
    this.#empty = byId(`${options.id}-empty`, HTMLElement);
    this.#more = byId(`${options.id}-more`, HTMLButtonElement);
    this.#more.addEventListener('click', () => { void this.#load(this.#next); });
  }

  /** Shows the newest page. */
  refresh(): Promise<void> {
    return this.#load(undefined);
  }

  fail(error: unknown): void {
    setText(this.#problem, describe(error));
  }

  async #load(before: number | undefined): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    try {
      const { items, next } = await this.#options.load(before);
      if (round !== this.#round) {
        return;
      }
      setText(this.#problem, '');
      const rows = items.map(this.#options.row);
      if (before === undefined) {
        this.#rows.replaceChildren(...rows);
      } else {
        this.#rows.append(...rows);
      }
      this.#next = next;
      this.#more.hidden = next === undefined;
      this.#empty.hidden = this.#rows.children.length > 0;
    } catch (error) {
      this.fail(error);
    }
  }
}

/** A cell that also has the name of its column, which narrow screens show because there rows become cards. */
export function cell(column: string, text: string, className = ''): HTMLTableCellElement {
  const element = make('td', text, className);
  element.dataset['column'] = column;
  return element;
}
