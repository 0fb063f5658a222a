import { make, setText } from '../dom.ts';
import { formatMoment } from '../format.ts';
import type { ShownOutcome } from './CommandOutcomes.ts';
import { type AlarmRow, isAcknowledgeable } from './alarmRow.ts';
import { chatterText, signs, stateText, valueText } from './alarmText.ts';
import { shortMoment, zoned } from './zonedTime.ts';

/** What the page shows of a row besides its alarm. */
export interface RowMarks {
  readonly isSelected: boolean;
  readonly isOpen: boolean;
  readonly mayAcknowledge: boolean;
  /** A command runs, and no other one can be given. */
  readonly isBusy: boolean;
  readonly outcome: ShownOutcome | undefined;
}

/** One row of the alarm table. It changes the page only where the content differs. */
export class AlarmRowCells {
  readonly element = document.createElement('tr');
  readonly #tick: HTMLInputElement | undefined;
  readonly #state = make('span', '', 'alarm-state');
  readonly #sign = make('span', '', 'sign');
  readonly #stateText = make('span');
  readonly #priority = this.#cell('priority');
  readonly #area = this.#cell('area');
  readonly #reference = this.#cell('reference');
  readonly #message = this.#cell('message');
  readonly #value = this.#cell('value');
  readonly #raised = make('time');
  readonly #chatter = make('span', '', 'alarm-chatter');
  readonly #by = this.#cell('by');
  readonly #acknowledge: HTMLButtonElement | undefined;
  readonly #outcome = make('span', '', 'alarm-outcome');
  #row: AlarmRow | undefined;
  #day = '';

  /** With `commands`, the row has a box to select it and a button. */
  constructor(key: string, commands: boolean) {
    this.element.tabIndex = -1;
    this.element.dataset['key'] = key;
    this.element.setAttribute('role', 'row');
    this.#sign.setAttribute('aria-hidden', 'true');
    this.#state.append(this.#sign, this.#stateText);
    const state = this.#cell('state');
    state.append(this.#state);
    const raised = this.#cell('raised');
    raised.append(this.#raised, this.#chatter);
    const cells = [state, this.#priority, this.#area, this.#reference, this.#message, this.#value, raised, this.#by];
    if (commands) {
      this.#tick = make('input');
      this.#tick.type = 'checkbox';
      this.#tick.tabIndex = -1;
      this.#acknowledge = make('button', 'Acknowledge', 'row-action');
      this.#acknowledge.type = 'button';
      this.#acknowledge.tabIndex = -1;
      const select = this.#cell('select');
      select.append(this.#tick);
      cells.unshift(select);
    }
    const last = this.#cell('action');
    last.append(...(this.#acknowledge === undefined ? [] : [this.#acknowledge]), this.#outcome);
    this.element.append(...cells, ...(commands ? [last] : []));
  }

  /** The row as it is drawn: what the user sees when it clicks. */
  get row(): AlarmRow | undefined {
    return this.#row;
  }

  draw(row: AlarmRow, marks: RowMarks, now: Date): void {
    // The time of a rise is written without its day on that day only.
    const day = now.toDateString();
    if (this.#row !== row || this.#day !== day) {
      this.#row = row;
      this.#day = day;
      this.#drawAlarm(row, now);
    }
    const canAcknowledge = marks.mayAcknowledge && isAcknowledgeable(row);
    if (this.#tick !== undefined && this.#acknowledge !== undefined) {
      this.#tick.checked = marks.isSelected;
      this.#tick.disabled = !canAcknowledge;
      this.#acknowledge.hidden = !canAcknowledge;
      this.#acknowledge.disabled = marks.isBusy;
      setAttribute(this.element, 'aria-selected', String(marks.isSelected));
    }
    this.element.classList.toggle('open', marks.isOpen);
    setText(this.#outcome, marks.outcome?.word ?? '');
    this.#outcome.dataset['tone'] = marks.outcome?.tone ?? '';
    this.#outcome.title = marks.outcome?.reason ?? '';
  }

  #drawAlarm(row: AlarmRow, now: Date): void {
    const { alarm, state, gone } = row;
    this.element.dataset['state'] = state;
    this.element.classList.toggle('gone', gone);
    this.#state.dataset['state'] = state;
    setText(this.#sign, signs[state]);
    setTitled(this.#stateText, gone ? 'no longer listed' : stateText(row));
    setText(this.#priority, alarm.priority === undefined ? '–' : String(alarm.priority));
    setText(this.#area, alarm.area ?? '');
    if (this.#reference.title !== alarm.reference) {
      this.#reference.title = alarm.reference;
      // A name that is too long for its column can break after each dot.
      this.#reference.replaceChildren(...alarm.reference.split(/(?<=\.)/).flatMap((part) => [part, make('wbr')]));
      this.#tick?.setAttribute('aria-label', `Select ${alarm.reference}`);
      this.#acknowledge?.setAttribute('aria-label', `Acknowledge ${alarm.reference}`);
    }
    setTitled(this.#message, alarm.description ?? '');
    setTitled(this.#value, valueText(alarm));
    setText(this.#raised, shortMoment(alarm.raisedAt, now));
    this.#raised.dateTime = alarm.raisedAt ?? '';
    this.#raised.title = alarm.raisedAt === undefined ? '' : zoned(alarm.raisedAt);
    setText(this.#chatter, chatterText(alarm));
    this.#chatter.title = alarm.chattering === undefined ? '' : `raised ${alarm.chattering} times within a minute`;
    const who = alarm.acknowledged === true ? alarm.acknowledgedBy ?? (alarm.acknowledgedAt === undefined ? '' : 'elsewhere') : '';
    setText(this.#by, who);
    this.#by.title = alarm.acknowledgedAt === undefined ? '' : `${formatMoment(alarm.acknowledgedAt)} ${alarm.comment ?? ''}`;
  }

  #cell(name: string): HTMLTableCellElement {
    const cell = make('td', '', `alarm-${name}`);
    cell.setAttribute('role', 'gridcell');
    return cell;
  }
}

function setTitled(element: HTMLElement, text: string): void {
  setText(element, text);
  if (element.title !== text) {
    element.title = text;
  }
}

function setAttribute(element: HTMLElement, name: string, value: string): void {
  if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value);
  }
}
