import type { Alarm, AlarmOccurrence, AlarmTransition, GatewayClient } from '@mxgateway/client';
import type { GatewayApi } from '../api.ts';
import { byId, setText } from '../dom.ts';
import { AckDialog } from './AckDialog.ts';
import { AlarmActions } from './AlarmActions.ts';
import { type AlarmPlace, type AlarmParameters, parametersOf } from './alarmAddress.ts';
import { AlarmControls } from './AlarmControls.ts';
import { AlarmDetailView } from './AlarmDetailView.ts';
import { AlarmGrid } from './AlarmGrid.ts';
import { AlarmHead } from './AlarmHead.ts';
import { AlarmList } from './AlarmList.ts';
import { CommandOutcomes } from './CommandOutcomes.ts';
import type { AlarmRights } from './alarmRights.ts';
import { type AlarmRow, isAcknowledgeable } from './alarmRow.ts';
import type { RowMarks } from './AlarmRowCells.ts';
import { AlarmSelection, occurrenceOf } from './AlarmSelection.ts';
import { AlarmTrend } from './AlarmTrend.ts';
import type { LiveAlarms } from './LiveAlarms.ts';
import { OutcomesView } from './OutcomesView.ts';
import { PointerHold } from './PointerHold.ts';
import { SelectionBar } from './SelectionBar.ts';
import { ShelveDialog } from './ShelveDialog.ts';
import { zoneName } from './zonedTime.ts';

export interface AlarmsViewOptions {
  readonly client: GatewayClient;
  readonly api: GatewayApi;
  readonly watch: LiveAlarms;
  readonly rights: AlarmRights;
  readonly place: AlarmPlace;
  /** The user has changed what the address says. */
  readonly onPlace: (parameters: AlarmParameters) => void;
  /** Something must be drawn. */
  readonly onDirty: () => void;
}

/** The part of the page with the table of alarms, the detail of one, and the commands. */
export class AlarmsView {
  readonly #root = byId('alarms', HTMLElement);
  readonly #options: AlarmsViewOptions;
  readonly #list = new AlarmList();
  readonly #selection = new AlarmSelection();
  readonly #outcomes = new CommandOutcomes();
  readonly #outcomesView: OutcomesView;
  readonly #actions: AlarmActions;
  readonly #bar: SelectionBar;
  readonly #controls: AlarmControls;
  readonly #head: AlarmHead;
  readonly #grid: AlarmGrid;
  readonly #detail: AlarmDetailView;
  readonly #hold: PointerHold;
  readonly #ack = new AckDialog((alarms, comment) => { this.#acknowledge(alarms, comment); });
  readonly #shelve = new ShelveDialog((reference, hours, reason) => { void this.#actions.shelve(reference, hours, reason); });
  #table: object | undefined;
  #place: AlarmPlace;

  constructor(options: AlarmsViewOptions) {
    const { client, api, watch, rights, place, onDirty } = options;
    this.#options = options;
    this.#place = place;
    this.#outcomesView = new OutcomesView(this.#outcomes, () => {
      this.#outcomes.clear();
      onDirty();
    });
    this.#actions = new AlarmActions(client, this.#outcomes, onDirty);
    this.#bar = new SelectionBar({
      onAcknowledge: () => { this.#ask(this.#selection.occurrences()); },
      onClear: () => {
        this.#selection.clear();
        onDirty();
      },
      onShowNow: () => {
        this.#list.showWaiting();
        onDirty();
      },
    });
    this.#controls = new AlarmControls(place.filter, (filter) => { this.#choose({ ...this.#place, filter }); });
    this.#head = new AlarmHead(place.order, rights.any, {
      onSort: (order) => { this.#choose({ ...this.#place, order }); },
      onSelectAll: (on) => { this.#selectAll(on); },
    });
    this.#grid = new AlarmGrid(this.#list, this.#head, rights.any, {
      marks: (row) => this.#marks(row),
      onOpen: (row) => { this.#open(row.alarm.reference); },
      onToggle: (row) => { this.#toggle(row); },
      onAcknowledge: (row, byKey) => { this.#askFor(row, byKey); },
      onScroll: onDirty,
    });
    this.#detail = new AlarmDetailView(api, new AlarmTrend(client), rights, {
      onAcknowledge: (row) => { this.#ask([occurrenceOf(row)]); },
      onShelve: (row, on) => { this.#askShelve(row, on); },
      onClose: () => { this.#close(); },
      onDirty,
    });
    this.#hold = new PointerHold(byId('alarm-scroll', HTMLElement), (isHeld) => {
      if (isHeld) {
        this.#list.hold();
      } else {
        this.#list.release();
      }
      onDirty();
    });
    setText(byId('alarm-zone', HTMLElement), `Times in ${zoneName()}`);
    byId('alarm-keys', HTMLElement).hidden = false;
    watch.include(place.filter.states.has('normal'));
    this.#detail.show(place.alarm);
    this.#list.choose(place.filter, place.order);
  }

  /** The user has gone to a place by the address. */
  show(place: AlarmPlace): void {
    this.#controls.show(place.filter);
    if (place.alarm !== this.#place.alarm) {
      this.#detail.show(place.alarm);
    }
    this.#apply(place);
  }

  /** Another part of the page is shown. */
  leave(): void {
    this.#hold.end();
  }

  note(transitions: readonly AlarmTransition[]): void {
    transitions.forEach((transition) => { this.#detail.note(transition); });
  }

  /** Draws what is different since the last call, which `references` name. Called at most once per animation frame. */
  draw(references: ReadonlySet<string>): void {
    const { watch } = this.#options;
    const { table, state } = watch;
    if (this.#table !== table) {
      this.#table = table;
      this.#list.clear();
    }
    this.#list.update(references, (reference): Alarm | undefined => table.get(reference));
    // While a new table is filled, alarms are missing that are still there. What the user selected waits until it is known what became of it.
    if (!state.awaitingSnapshot) {
      this.#bar.noteRaised(this.#selection.reconcile((key) => this.#list.get(key)));
    }
    if (this.#root.hidden) {
      return;
    }
    this.#root.classList.toggle('stale', state.stale || state.ended !== undefined);
    this.#controls.drawCounts(table.counts);
    this.#controls.offerAreas(this.#list.areas);
    this.#drawSelectAll();
    this.#grid.draw(new Date());
    this.#outcomesView.draw();
    this.#detail.draw(this.#detail.key === undefined ? undefined : this.#list.get(this.#detail.key), !state.awaitingSnapshot, this.#actions.isRunning);
    this.#bar.draw({
      shown: this.#list.shown.length, all: this.#list.size, isHeld: this.#list.isHeld, waiting: this.#list.waiting, selected: this.#selection.size,
      isBusy: this.#actions.isRunning, mayAcknowledge: this.#options.rights.any, watch: state,
    });
  }

  #drawSelectAll(): void {
    const { size } = this.#selection;
    const selectable = size === 0 ? 0 : this.#list.shown.filter((row) => isAcknowledgeable(row)).length;
    this.#head.drawSelection(size === 0 ? 'none' : size >= selectable ? 'all' : 'some');
  }

  #marks(row: AlarmRow): RowMarks {
    return {
      isSelected: this.#selection.has(row.key),
      isOpen: row.key === this.#detail.key,
      mayAcknowledge: this.#options.rights.mayAcknowledge(row.alarm.reference),
      isBusy: this.#actions.isRunning,
      outcome: this.#outcomes.of(row.key, row.alarm.occurrence),
    };
  }

  #choose(place: AlarmPlace): void {
    this.#apply(place);
    this.#grid.reset();
    this.#options.onPlace(parametersOf(place));
  }

  #apply(place: AlarmPlace): void {
    this.#place = place;
    this.#options.watch.include(place.filter.states.has('normal'));
    this.#head.draw(place.order);
    this.#list.choose(place.filter, place.order);
    this.#options.onDirty();
  }

  #open(reference: string): void {
    this.#place = { ...this.#place, alarm: reference };
    this.#detail.show(reference);
    this.#options.onPlace(parametersOf(this.#place));
    this.#options.onDirty();
    this.#detail.focus();
  }

  #close(): void {
    const key = this.#detail.key;
    this.#place = { ...this.#place, alarm: undefined };
    this.#detail.show(undefined);
    this.#options.onPlace(parametersOf(this.#place));
    this.#options.onDirty();
    this.#grid.focus(key);
  }

  #toggle(row: AlarmRow): void {
    const may = this.#options.rights.mayAcknowledge(row.alarm.reference);
    this.#selection.set(row, may && !this.#selection.has(row.key));
    this.#options.onDirty();
  }

  #selectAll(on: boolean): void {
    this.#selection.clear();
    if (on) {
      this.#list.shown.filter(({ alarm }) => this.#options.rights.mayAcknowledge(alarm.reference)).forEach((row) => { this.#selection.set(row, true); });
    }
    this.#options.onDirty();
  }

  /** By the keyboard, the selected alarms are acknowledged; if there are none, the focused one. */
  #askFor(row: AlarmRow, byKey: boolean): void {
    if (byKey && this.#selection.size > 0) {
      this.#ask(this.#selection.occurrences());
    } else if (isAcknowledgeable(row) && this.#options.rights.mayAcknowledge(row.alarm.reference)) {
      this.#ask([occurrenceOf(row)]);
    }
  }

  #ask(alarms: readonly AlarmOccurrence[]): void {
    if (alarms.length > 0 && !this.#actions.isRunning) {
      this.#ack.open(alarms);
    }
  }

  #acknowledge(alarms: readonly AlarmOccurrence[], comment: string): void {
    this.#selection.clear();
    void this.#actions.acknowledge(alarms, this.#options.watch.table.epoch, comment);
  }

  #askShelve({ alarm }: AlarmRow, on: boolean): void {
    if (on) {
      this.#shelve.open(alarm.reference);
    } else {
      void this.#actions.shelve(alarm.reference, 0, '');
    }
  }
}
