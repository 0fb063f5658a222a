import { byId } from '../dom.ts';
import { RowWindow } from '../RowWindow.ts';
import { WindowedRows } from '../WindowedRows.ts';
import type { AlarmHead } from './AlarmHead.ts';
import type { AlarmList } from './AlarmList.ts';
import type { AlarmRow } from './alarmRow.ts';
import { AlarmRowCells, type RowMarks } from './AlarmRowCells.ts';

/** From this number of alarms on, only the rows in view and some around them are in the page. */
const mostKept = 60;

export interface GridListeners {
  readonly marks: (row: AlarmRow) => RowMarks;
  readonly onOpen: (row: AlarmRow) => void;
  readonly onToggle: (row: AlarmRow) => void;
  readonly onAcknowledge: (row: AlarmRow, byKey: boolean) => void;
  /** The rows must be drawn again, because others have come into view. */
  readonly onScroll: () => void;
}

/** The rows of the alarm table that are in view, with the keyboard and the mouse. Drawn at most once per animation frame. */
export class AlarmGrid {
  readonly #table = byId('alarm-table', HTMLTableElement);
  readonly #body = byId('alarm-rows', HTMLTableSectionElement);
  readonly #scroll = byId('alarm-scroll', HTMLElement);
  readonly #window = new RowWindow(this.#scroll, mostKept);
  readonly #windowed: WindowedRows;
  readonly #head: AlarmHead;
  readonly #list: AlarmList;
  readonly #commands: boolean;
  readonly #listeners: GridListeners;
  readonly #cells = new Map<string, AlarmRowCells>();
  /** The row that the tabulator key reaches. */
  #current: string | undefined;
  #place = 0;

  constructor(list: AlarmList, head: AlarmHead, commands: boolean, listeners: GridListeners) {
    this.#list = list;
    this.#head = head;
    this.#commands = commands;
    this.#listeners = listeners;
    this.#windowed = new WindowedRows(this.#table, this.#body, this.#window, head.columns);
    this.#scroll.addEventListener('scroll', listeners.onScroll, { passive: true });
    new ResizeObserver(listeners.onScroll).observe(this.#scroll);
    this.#body.addEventListener('click', (event) => { this.#click(event); });
    this.#body.addEventListener('focusin', ({ target }) => { this.#note(this.#cellsAt(target)?.row); });
    this.#body.addEventListener('keydown', (event) => { this.#press(event); });
  }

  draw(now: Date): void {
    const { shown } = this.#list;
    const [from, to] = this.#window.range(shown.length);
    const rows = shown.slice(from, to);
    const keys = new Set(rows.map(({ key }) => key));
    for (const key of this.#cells.keys()) {
      if (!keys.has(key)) {
        this.#cells.delete(key);
      }
    }
    const hadFocus = this.#body.contains(document.activeElement);
    const elements = rows.map((row) => this.#draw(row, now));
    this.#windowed.place(elements, from, shown.length);
    this.#settleCurrent(shown, hadFocus);
  }

  /** Scrolls back to the first row. */
  reset(): void {
    this.#window.reset();
  }

  /** Moves the focus to the row of an alarm, or to the row that is now in its place. */
  focus(key: string | undefined): void {
    const { shown } = this.#list;
    const found = shown.findIndex((row) => row.key === key);
    this.#moveTo(found < 0 ? this.#place : found);
  }

  #draw(row: AlarmRow, now: Date): HTMLTableRowElement {
    let cells = this.#cells.get(row.key);
    if (cells === undefined) {
      cells = new AlarmRowCells(row.key, this.#commands);
      this.#cells.set(row.key, cells);
    }
    cells.draw(row, this.#listeners.marks(row), now);
    return cells.element;
  }

  /** Exactly one row is in the order of the tabulator key. When the focused row has gone, the row in its place gets the focus. */
  #settleCurrent(shown: readonly AlarmRow[], hadFocus: boolean): void {
    if (this.#current === undefined || !this.#cells.has(this.#current)) {
      const next = hadFocus ? shown[Math.min(this.#place, shown.length - 1)] : undefined;
      this.#current = next?.key ?? this.#cells.keys().next().value;
    }
    for (const [key, { element }] of this.#cells) {
      const index = key === this.#current ? 0 : -1;
      if (element.tabIndex !== index) {
        element.tabIndex = index;
      }
    }
    if (hadFocus && !this.#body.contains(document.activeElement) && this.#current !== undefined) {
      this.#cells.get(this.#current)?.element.focus({ preventScroll: true });
    }
  }

  #note(row: AlarmRow | undefined): void {
    if (row !== undefined) {
      this.#current = row.key;
      this.#place = this.#list.shown.findIndex(({ key }) => key === row.key);
    }
  }

  #click({ target }: MouseEvent): void {
    const row = this.#cellsAt(target)?.row;
    if (row === undefined) {
      return;
    }
    if (target instanceof HTMLInputElement) {
      this.#listeners.onToggle(row);
    } else if (target instanceof HTMLButtonElement) {
      this.#listeners.onAcknowledge(row, false);
    } else {
      this.#listeners.onOpen(row);
    }
  }

  #press(event: KeyboardEvent): void {
    const row = this.#cellsAt(event.target)?.row;
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLButtonElement) {
      return;
    }
    const last = this.#list.shown.length - 1;
    const page = this.#window.page;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: this.#place + 1, ArrowUp: this.#place - 1, PageDown: this.#place + page, PageUp: this.#place - page, Home: 0, End: last,
    };
    const place = moves[event.key];
    if (place !== undefined) {
      this.#moveTo(Math.max(0, Math.min(place, last)));
    } else if (event.key === ' ') {
      this.#listeners.onToggle(row);
    } else if (event.key === 'Enter') {
      this.#listeners.onOpen(row);
    } else if (event.key.toLowerCase() === 'a') {
      this.#listeners.onAcknowledge(row, true);
    } else {
      return;
    }
    event.preventDefault();
  }

  #moveTo(place: number): void {
    const row = this.#list.shown[place];
    if (row === undefined) {
      return;
    }
    this.#current = row.key;
    this.#place = place;
    this.#window.reveal(place, this.#head.element.offsetHeight);
    this.draw(new Date());
    this.#cells.get(row.key)?.element.focus({ preventScroll: true });
  }

  #cellsAt(target: EventTarget | null): AlarmRowCells | undefined {
    const key = target instanceof Element ? target.closest('tr')?.dataset['key'] : undefined;
    return key === undefined ? undefined : this.#cells.get(key);
  }
}
