import { byId, setText } from './dom.ts';
import type { LiveModel, LiveRow } from './LiveModel.ts';
import { RowCells, type RowEvents } from './RowCells.ts';
import { RowWindow } from './RowWindow.ts';
import { WindowedRows } from './WindowedRows.ts';

const columns = 6;

/**
 * The live table. It is called once per animation frame: all changes to the page are made together, and only for rows that are in the page,
 * so the cost depends on the visible rows and not on the size of the table.
 */
export class TableView {
  readonly #table = byId('values-table', HTMLTableElement);
  readonly #body = byId('rows', HTMLTableSectionElement);
  readonly #count = byId('row-count', HTMLElement);
  readonly #empty = byId('no-rows', HTMLElement);
  readonly #window = new RowWindow(byId('scroll', HTMLElement));
  readonly #windowed = new WindowedRows(this.#table, this.#body, this.#window, columns);
  readonly #events: RowEvents;
  readonly #ticked = new Set<string>();
  readonly #cells = new Map<string, RowCells>();
  #sorted: readonly LiveRow[] = [];
  #shown: readonly LiveRow[] = [];
  #filter = '';
  #mayWrite: (row: LiveRow) => boolean = () => false;
  #from = 0;
  #to = 0;
  #stale = true;

  constructor(events: Omit<RowEvents, 'mayWrite'>) {
    this.#events = {
      onTick: (row, on) => {
        const accepted = events.onTick(row, on);
        this.#note(row.key, on && accepted);
        return accepted;
      },
      onPick: (row) => { events.onPick(row); },
      mayWrite: (row) => this.#mayWrite(row),
    };
    const filter = byId('filter', HTMLInputElement);
    filter.addEventListener('input', () => {
      this.#filter = filter.value.trim().toLowerCase();
      this.#window.reset();
      this.#applyFilter();
    });
  }

  clear(): void {
    this.#cells.clear();
    this.#ticked.clear();
    this.#sorted = [];
    this.#applyFilter();
    this.#body.replaceChildren();
    this.#window.reset();
  }

  update(model: LiveModel): void {
    const { dirty, shapeChanged } = model.takeChanges();
    if (shapeChanged) {
      this.#sorted = [...model.rows.values()].sort(inOrder);
      this.#empty.hidden = this.#sorted.length > 0;
      this.#applyFilter();
    }
    this.#place();
    for (const row of dirty) {
      this.#cells.get(row.key)?.draw(true);
    }
  }

  setTick(key: string, on: boolean): void {
    this.#note(key, on);
    const cells = this.#cells.get(key);
    if (cells !== undefined) {
      cells.ticked = on;
    }
  }

  /** Sets which rows have a button for writing. */
  allowWriting(mayWrite: (row: LiveRow) => boolean): void {
    this.#mayWrite = mayWrite;
    this.#cells.forEach((cells) => { cells.offer(); });
  }

  #note(key: string, on: boolean): void {
    if (on) {
      this.#ticked.add(key);
    } else {
      this.#ticked.delete(key);
    }
  }

  #applyFilter(): void {
    const filter = this.#filter;
    this.#shown = filter === '' ? this.#sorted
      : this.#sorted.filter(({ reference, origin }) => reference.toLowerCase().includes(filter) || origin?.toLowerCase().includes(filter) === true);
    const all = this.#sorted.length;
    setText(this.#count, this.#shown.length === all ? `${all} items` : `${this.#shown.length} of ${all} items`);
    this.#stale = true;
  }

  /** Puts exactly the rows into the page that belong there now. */
  #place(): void {
    const [from, to] = this.#window.range(this.#shown.length);
    if (!this.#stale && from === this.#from && to === this.#to) {
      return;
    }
    this.#stale = false;
    this.#from = from;
    this.#to = to;
    const rows = this.#shown.slice(from, to);
    const keys = new Set(rows.map(({ key }) => key));
    for (const key of this.#cells.keys()) {
      if (!keys.has(key)) {
        this.#cells.delete(key);
      }
    }
    this.#windowed.place(rows.map((row) => this.#cellsOf(row).element), from, this.#shown.length);
  }

  #cellsOf(row: LiveRow): RowCells {
    let cells = this.#cells.get(row.key);
    if (cells === undefined) {
      cells = new RowCells(row, this.#ticked.has(row.key), this.#events);
      this.#cells.set(row.key, cells);
    }
    cells.use(row);
    cells.draw(false);
    return cells;
  }
}

function inOrder(a: LiveRow, b: LiveRow): number {
  return compare(a.reference, b.reference) || compare(a.origin ?? '', b.origin ?? '');
}

// One collator for all comparisons: to create one per comparison would take a second for thousands of names.
const { compare } = new Intl.Collator(undefined, { numeric: true });
