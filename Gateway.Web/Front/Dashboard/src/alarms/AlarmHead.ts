import { byId, make } from '../dom.ts';
import { SortHead } from '../tables/SortHead.ts';
import { type AlarmColumn, type AlarmOrder, sortColumns } from './alarmOrder.ts';

const titles: Readonly<Record<AlarmColumn, string>> = {
  state: 'State', priority: 'Priority', area: 'Area', reference: 'Alarm', message: 'Message', value: 'Value › limit', raised: 'Raised', by: 'Acknowledged by',
};

export interface HeadListeners {
  readonly onSort: (order: AlarmOrder) => void;
  readonly onSelectAll: (on: boolean) => void;
}

/** The head of the alarm table: each column is a button that sorts, and a box selects all alarms that are listed. */
export class AlarmHead {
  readonly element = byId('alarm-head', HTMLTableRowElement);
  readonly #sort: SortHead<AlarmColumn>;
  readonly #all: HTMLInputElement | undefined;

  constructor(order: AlarmOrder, commands: boolean, listeners: HeadListeners) {
    // The newest alarms are what is looked for first.
    const columns = sortColumns.map((key) => ({ key, title: titles[key], className: `alarm-${key}`, beginsDescending: key === 'raised' }));
    this.#sort = new SortHead(columns, order, listeners.onSort);
    const cells = [...this.#sort.cells];
    if (commands) {
      const all = make('input');
      all.type = 'checkbox';
      all.setAttribute('aria-label', 'Select all alarms that are listed');
      all.addEventListener('change', () => { listeners.onSelectAll(all.checked); });
      this.#all = all;
      const select = headCell('select');
      select.append(all);
      const action = headCell('action');
      action.append(make('span', 'Acknowledge', 'visually-hidden'));
      cells.unshift(select);
      cells.push(action);
    }
    this.element.replaceChildren(...cells);
  }

  get columns(): number {
    return this.element.cells.length;
  }

  draw(order: AlarmOrder): void {
    this.#sort.draw(order);
  }

  drawSelection(selected: 'none' | 'some' | 'all'): void {
    if (this.#all !== undefined) {
      this.#all.checked = selected === 'all';
      this.#all.indeterminate = selected === 'some';
    }
  }
}

function headCell(name: string): HTMLTableCellElement {
  const cell = make('th', '', `alarm-${name}`);
  cell.scope = 'col';
  cell.setAttribute('role', 'columnheader');
  return cell;
}
