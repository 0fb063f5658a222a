import { make } from '../dom.ts';
import { columnsOf } from './columnChoice.ts';

interface MenuColumn {
  readonly key: string;
  readonly title: string;
  readonly isExtra?: boolean;
}

/** The list in which the user picks the columns of a table. The first column cannot be hidden. */
export class ColumnMenu {
  readonly element = make('details', '', 'menu');
  readonly #columns: readonly MenuColumn[];
  readonly #boxes = new Map<string, HTMLInputElement>();
  readonly #onChange: () => void;

  constructor(columns: readonly MenuColumn[], onChange: () => void) {
    this.#columns = columns;
    this.#onChange = onChange;
    const list = make('fieldset', '', 'card menu-card');
    list.append(make('legend', 'Columns', 'visually-hidden'), ...columns.slice(1).map((column) => this.#choice(column)), this.#reset());
    this.element.append(make('summary', 'Columns'), list);
    closeOutside(this.element);
    this.show(null);
  }

  /** The keys of the columns that are shown, in the order of the table. */
  get chosen(): readonly string[] {
    return this.#columns.filter(({ key }, i) => i === 0 || this.#boxes.get(key)?.checked === true).map(({ key }) => key);
  }

  /** Shows what an address says. */
  show(text: string | null): void {
    const chosen = new Set(columnsOf(text, this.#columns));
    this.#boxes.forEach((box, key) => { box.checked = chosen.has(key); });
  }

  #choice({ key, title }: MenuColumn): HTMLLabelElement {
    const label = make('label', '', 'check');
    const box = make('input');
    box.type = 'checkbox';
    box.addEventListener('change', this.#onChange);
    this.#boxes.set(key, box);
    label.append(box, title);
    return label;
  }

  #reset(): HTMLButtonElement {
    const button = make('button', 'As usual', 'quiet');
    button.type = 'button';
    button.addEventListener('click', () => {
      this.show(null);
      this.#onChange();
    });
    return button;
  }
}

/** Closes an open list when the user goes elsewhere. */
export function closeOutside(menu: HTMLDetailsElement): void {
  menu.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' && menu.open) {
      menu.open = false;
      menu.querySelector('summary')?.focus();
    }
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (menu.open && target instanceof Node && !menu.contains(target)) {
      menu.open = false;
    }
  });
}
