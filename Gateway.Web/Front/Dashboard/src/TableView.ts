import { byId, setText } from './dom.ts';
import { sameReference } from './itemReference.ts';
import type { LiveModel, LiveRow } from './LiveModel.ts';
import { RowCells, type RowEvents } from './RowCells.ts';
import { RowWindow } from './RowWindow.ts';
import { liveColumns } from './live/liveColumns.ts';
import { compareTexts, wordTest } from './tables/words.ts';
import { WindowedRows } from './WindowedRows.ts';

const columns = 7;

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
  readonly #input = byId('filter', HTMLInputElement);
  #filter = '';
  #only: ReadonlySet<string> | undefined;
  /** Called when the user has changed the filter. */
  onFilter: () => void = () => undefined;
  /** Called when rows were added, removed or renamed. */
  onShape: () => void = () => undefined;
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
    this.#input.addEventListener('input', () => {
      this.#readFilter();
      this.onFilter();
    });
  }

  get filter(): string {
    return this.#input.value.trim();
  }

  /** Sets the filter, also in its field. */
  set filter(text: string) {
    if (this.filter !== text) {
      this.#input.value = text;
    }
    this.#readFilter();
  }

  /** Limits the table to some items; undefined for all. */
  set only(references: readonly string[] | undefined) {
    this.#only = references === undefined ? undefined : new Set(references.map((reference) => sameReference(reference)));
    this.#window.reset();
    this.#applyFilter();
  }

  /** Sets which columns are shown. */
  set columns(keys: readonly string[]) {
    this.#table.dataset['hidden'] = liveColumns.filter(({ key }) => !keys.includes(key)).map(({ key }) => key).join(' ');
  }

  /** The rows that pass the filter, in order. */
  get shown(): readonly LiveRow[] {
    return this.#shown;
  }

  /** The references of all rows. */
  get references(): readonly string[] {
    return this.#sorted.map(({ reference }) => reference);
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
      this.onShape();
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

  #readFilter(): void {
    this.#filter = this.filter;
    this.#window.reset();
    this.#applyFilter();
  }

  #applyFilter(): void {
    const [test, only] = [wordTest(this.#filter), this.#only];
    this.#shown = this.#filter === '' && only === undefined ? this.#sorted
      : this.#sorted.filter(({ reference, origin }) => (only === undefined || only.has(sameReference(reference))) && test(`${reference}\n${origin ?? ''}`.toLowerCase()));
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
  return compareTexts(a.reference, b.reference) || compareTexts(a.origin ?? '', b.origin ?? '');
}
