import type { AlarmTransition } from '@mxgateway/client';
import type { GatewayApi } from '../api.ts';
import { byId, make, setText } from '../dom.ts';
import { describe } from '../problems.ts';
import { AlarmHistory } from './AlarmHistory.ts';
import type { AlarmRights } from './alarmRights.ts';
import { type AlarmRow, isAcknowledgeable, keyOf } from './alarmRow.ts';
import { stateText, transitionText, valueText } from './alarmText.ts';
import type { AlarmTrend } from './AlarmTrend.ts';
import { zoned } from './zonedTime.ts';

export interface DetailListeners {
  readonly onAcknowledge: (row: AlarmRow) => void;
  readonly onShelve: (row: AlarmRow, shelve: boolean) => void;
  readonly onClose: () => void;
  /** Something must be drawn. */
  readonly onDirty: () => void;
}

/** Everything about one alarm: its facts, its last transitions and the trend of its item. */
export class AlarmDetailView {
  readonly #root = byId('alarm-detail', HTMLElement);
  readonly #title = byId('alarm-detail-title', HTMLElement);
  readonly #facts = byId('alarm-facts', HTMLDListElement);
  readonly #list = byId('alarm-transitions', HTMLOListElement);
  readonly #problem = byId('alarm-detail-problem', HTMLElement);
  readonly #acknowledge = byId('alarm-detail-ack', HTMLButtonElement);
  readonly #shelve = byId('alarm-detail-shelve', HTMLButtonElement);
  readonly #api: GatewayApi;
  readonly #trend: AlarmTrend;
  readonly #rights: AlarmRights;
  readonly #onDirty: () => void;
  #history = new AlarmHistory();
  #reference: string | undefined;
  #row: AlarmRow | undefined;
  #shown = '';

  constructor(api: GatewayApi, trend: AlarmTrend, rights: AlarmRights, listeners: DetailListeners) {
    this.#api = api;
    this.#trend = trend;
    this.#rights = rights;
    this.#onDirty = listeners.onDirty;
    const withRow = (action: (row: AlarmRow) => void) => (): void => {
      if (this.#row !== undefined) {
        action(this.#row);
      }
    };
    this.#acknowledge.addEventListener('click', withRow(listeners.onAcknowledge));
    this.#shelve.addEventListener('click', withRow((row) => { listeners.onShelve(row, row.alarm.suppression !== 'shelved'); }));
    byId('alarm-detail-close', HTMLButtonElement).addEventListener('click', listeners.onClose);
    this.#root.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') {
        listeners.onClose();
      }
    });
  }

  /** The key of the alarm that is shown. */
  get key(): string | undefined {
    return this.#reference === undefined ? undefined : keyOf(this.#reference);
  }

  /** Opens the detail of an alarm; undefined closes it. The alarm need not be listed. */
  show(reference: string | undefined): void {
    this.#reference = reference;
    this.#row = undefined;
    this.#history = new AlarmHistory();
    this.#shown = '';
    this.#root.hidden = reference === undefined;
    setText(this.#problem, '');
    this.#trend.clear();
    if (reference !== undefined) {
      setText(this.#title, reference);
      this.#list.replaceChildren();
      this.#facts.replaceChildren();
    }
  }

  focus(): void {
    this.#title.focus();
  }

  note(transition: AlarmTransition): void {
    if (keyOf(transition.alarm.reference) === this.key) {
      this.#history.note(transition);
    }
  }

  /** Draws what the alarm is now; undefined while it is not in the table. While a command runs, no other one can be given. */
  draw(row: AlarmRow | undefined, isKnown: boolean, isBusy: boolean): void {
    if (this.#reference === undefined) {
      return;
    }
    if (row !== undefined && this.#row === undefined) {
      this.#begin(row);
    }
    this.#row = row;
    const canAcknowledge = row !== undefined && isAcknowledgeable(row) && this.#rights.mayAcknowledge(row.alarm.reference);
    this.#acknowledge.hidden = !canAcknowledge;
    this.#acknowledge.disabled = isBusy;
    this.#shelve.hidden = row === undefined || !this.#rights.mayShelve(row.alarm.reference);
    this.#shelve.disabled = isBusy;
    setText(this.#shelve, row?.alarm.suppression === 'shelved' ? 'Unshelve' : 'Shelve…');
    const facts = row === undefined ? absent(isKnown) : factsOf(row);
    const transitions = this.#history.newestFirst;
    const shown = JSON.stringify([facts, transitions.map(({ sequence }) => sequence)]);
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#facts.replaceChildren(...facts.flatMap(([name, text]) => [make('dt', name), make('dd', text)]));
      this.#list.replaceChildren(...transitions.map(transitionEntry));
    }
  }

  #begin({ alarm }: AlarmRow): void {
    const history = this.#history;
    void this.#trend.show(alarm);
    history.load(this.#api, alarm.reference, alarm.sequence).then(this.#onDirty, (error: unknown) => {
      if (this.#history === history) {
        setText(this.#problem, `The earlier transitions could not be read. ${describe(error)}`);
      }
    });
  }
}

type Fact = readonly [name: string, text: string];

function absent(isKnown: boolean): readonly Fact[] {
  return [['State', isKnown ? 'normal, or not an alarm that you may see' : 'not known yet']];
}

function factsOf(row: AlarmRow): readonly Fact[] {
  const { alarm } = row;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['State', stateText(row)],
    ['Priority', alarm.priority === undefined ? undefined : `${alarm.priority} (1 is the most urgent)`],
    ['Area', alarm.area],
    ['Message', alarm.description],
    ['Value › limit', valueText(alarm)],
    ['Raised', moment(alarm.raisedAt)],
    ['Chattering', alarm.chattering === undefined ? undefined : `raised ${alarm.chattering} times in the minute up to its last raise`],
    ['Returned', moment(alarm.clearedAt)],
    ['Acknowledged', moment(alarm.acknowledgedAt)],
    ['Acknowledged by', alarm.acknowledgedBy],
    ['Comment', alarm.comment],
    ['Unknown since', moment(alarm.unknownSince)],
    ['Was before', alarm.unknownSince === undefined ? undefined : alarm.lastCondition],
    ['Quality', String(alarm.quality)],
  ];
  return facts.filter((fact): fact is Fact => fact[1] !== undefined && fact[1] !== '');
}

function moment(iso: string | undefined): string | undefined {
  return iso === undefined ? undefined : zoned(iso);
}

function transitionEntry(transition: AlarmTransition): HTMLLIElement {
  const entry = make('li');
  const time = make('time', zoned(transition.at));
  time.dateTime = transition.at;
  entry.append(time, make('span', transitionText(transition)));
  return entry;
}
