import { byId, make } from '../dom.ts';
import { addressOf, addressParameters } from '../pageAddress.ts';
import type { ViewName, Views } from '../Views.ts';
import { columnsText } from './columnChoice.ts';
import { ColumnMenu } from './ColumnMenu.ts';
import { copyLink } from './CopyLink.ts';
import { download, fileName } from './download.ts';
import type { Column } from './rowList.ts';
import { orderOf, orderText, type RowOrder } from './rowOrder.ts';
import { RowTable } from './RowTable.ts';
import { tableFile } from './tableFile.ts';

export interface ListPartOptions<T> {
  readonly views: Views;
  readonly view: ViewName;
  /** Prefix of the ids of its elements: those of {@link RowTable}, `-filter`, and `-tools`, which gets the buttons. */
  readonly id: string;
  readonly columns: readonly Column<T>[];
  readonly firstOrder: RowOrder;
  readonly rows: () => readonly T[];
  readonly keyOf: (row: T) => string;
  readonly toneOf: (row: T) => string;
  readonly onOpen?: (row: T) => void;
  readonly openTitle?: string;
  /** What else the address says about the part. */
  readonly describe?: () => Readonly<Record<string, string>>;
  /** The user has gone to an address. */
  readonly onAddress?: (parameters: URLSearchParams) => void;
}

/** A part of the page with a table that one can sort, filter, reduce to some columns, save as a file and link to. Its address has all of that. */
export class ListPart<T> {
  readonly #options: ListPartOptions<T>;
  readonly #table: RowTable<T>;
  readonly #filter: HTMLInputElement;
  readonly #menu: ColumnMenu;
  readonly #end = new AbortController();

  constructor(options: ListPartOptions<T>) {
    this.#options = options;
    const { id, columns, keyOf, toneOf, onOpen, openTitle, firstOrder } = options;
    const onSort = (): void => { this.changed(); };
    this.#table = new RowTable({ id, columns, keyOf, toneOf, onSort, ...(onOpen === undefined ? {} : { onOpen }), ...(openTitle === undefined ? {} : { openTitle }) }, firstOrder);
    this.#filter = byId(`${id}-filter`, HTMLInputElement);
    this.#filter.addEventListener('input', () => { this.changed(); }, { signal: this.#end.signal });
    this.#menu = new ColumnMenu(columns, () => { this.changed(); });
    byId(`${id}-tools`, HTMLElement).replaceChildren(this.#menu.element, this.#save(), copyLink(() => addressOf(options.view, this.#parameters())));
    addEventListener('popstate', this.#followAddress, { signal: this.#end.signal });
    this.#followAddress();
    options.views.offer(options.view);
  }

  /** Marks the row whose detail is open. */
  set open(key: string | undefined) {
    this.#table.open = key;
  }

  stop(): void {
    this.#end.abort();
  }

  /** The user has changed something of which the address tells. */
  changed(): void {
    this.#options.views.describe(this.#options.view, this.#parameters());
    this.draw();
  }

  draw(): void {
    if (this.#options.views.shown === this.#options.view) {
      this.#table.chosen = this.#menu.chosen;
      this.#table.draw(this.#options.rows(), this.#filter.value);
    }
  }

  readonly #followAddress = (): void => {
    const parameters = addressParameters();
    if (parameters.get('view') === this.#options.view) {
      const { columns, firstOrder, onAddress } = this.#options;
      this.#filter.value = parameters.get('q') ?? '';
      this.#table.order = orderOf(parameters.get('sort'), columns.map(({ key }) => key)) ?? firstOrder;
      this.#menu.show(parameters.get('columns'));
      onAddress?.(parameters);
      this.changed();
    }
  };

  #parameters(): Readonly<Record<string, string>> {
    const { columns, firstOrder, describe } = this.#options;
    const [q, sort, chosen] = [this.#filter.value.trim(), orderText(this.#table.order), columnsText(this.#menu.chosen, columns)];
    return {
      ...describe?.(),
      ...(q === '' ? {} : { q }),
      ...(sort === orderText(firstOrder) ? {} : { sort }),
      ...(chosen === undefined ? {} : { columns: chosen }),
    };
  }

  #save(): HTMLButtonElement {
    const button = make('button', 'Save as CSV', 'quiet');
    button.type = 'button';
    button.addEventListener('click', () => {
      const { columns, view } = this.#options;
      download(fileName(view, 'csv'), 'text/csv', tableFile(this.#table.listed, columns, this.#menu.chosen));
    });
    return button;
  }
}
