import { byId, setText } from '../dom.ts';
import type { Column } from '../tables/rowList.ts';
import { drawFacts } from './facts.ts';

/** Everything that is known of one row, as long as it is there. */
export class DetailCard<T> {
  readonly #card: HTMLElement;
  readonly #title: HTMLElement;
  readonly #facts: HTMLDListElement;
  readonly #columns: readonly Column<T>[];
  readonly #titleOf: (row: T) => string;

  /** `id` is that of the card; its title and facts end with `-title` and `-facts`. */
  constructor(id: string, columns: readonly Column<T>[], titleOf: (row: T) => string) {
    this.#card = byId(id, HTMLElement);
    this.#title = byId(`${id}-title`, HTMLElement);
    this.#facts = byId(`${id}-facts`, HTMLDListElement);
    this.#columns = columns;
    this.#titleOf = titleOf;
    this.#card.hidden = true;
  }

  draw(row: T | undefined): void {
    this.#card.hidden = row === undefined;
    if (row !== undefined) {
      setText(this.#title, this.#titleOf(row));
      // The first column is the title.
      drawFacts(this.#facts, this.#columns.slice(1).map(({ title, text }) => [title, text(row)]));
    }
  }
}
