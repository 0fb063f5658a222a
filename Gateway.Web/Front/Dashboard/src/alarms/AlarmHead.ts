import { byId, make } from '../dom.ts';
import { type AlarmOrder, sortColumns, type SortColumn } from './alarmOrder.ts';

const titles: Readonly<Record<SortColumn, string>> = {
  state: 'State', priority: 'Priority', area: 'Area', reference: 'Alarm', message: 'Message', value: 'Value › limit', raised: 'Raised', by: 'Acknowledged by',
};

export interface HeadListeners {
  readonly onSort: (order: AlarmOrder) => void;
  readonly onSelectAll: (on: boolean) => void;
}

/** The head of the alarm table: each column is a button that sorts, and a box selects all alarms that are listed. */
export class AlarmHead {
  readonly element = byId('alarm-head', HTMLTableRowElement);
  readonly #cells = new Map<SortColumn, HTMLTableCellElement>();
  readonly #all: HTMLInputElement | undefined;
  #order: AlarmOrder;

  constructor(order: AlarmOrder, commands: boolean, listeners: HeadListeners) {
    this.#order = order;
    const cells = sortColumns.map((column) => this.#sortCell(column, listeners));
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
    this.draw(order);
  }

  get columns(): number {
    return this.element.cells.length;
  }

  draw(order: AlarmOrder): void {
    this.#order = order;
    for (const [column, cell] of this.#cells) {
      if (column === order.column) {
        cell.setAttribute('aria-sort', order.descending ? 'descending' : 'ascending');
      } else {
        cell.removeAttribute('aria-sort');
      }
    }
  }

  drawSelection(selected: 'none' | 'some' | 'all'): void {
    if (this.#all !== undefined) {
      this.#all.checked = selected === 'all';
      this.#all.indeterminate = selected === 'some';
    }
  }

  #sortCell(column: SortColumn, { onSort }: HeadListeners): HTMLTableCellElement {
    const cell = headCell(column);
    const button = make('button', titles[column], 'sort');
    button.type = 'button';
    button.addEventListener('click', () => {
      const { column: current, descending } = this.#order;
      // The newest alarms are what is looked for first.
      onSort({ column, descending: column === current ? !descending : column === 'raised' });
    });
    cell.append(button);
    this.#cells.set(column, cell);
    return cell;
  }
}

function headCell(name: string): HTMLTableCellElement {
  const cell = make('th', '', `alarm-${name}`);
  cell.scope = 'col';
  cell.setAttribute('role', 'columnheader');
  return cell;
}
