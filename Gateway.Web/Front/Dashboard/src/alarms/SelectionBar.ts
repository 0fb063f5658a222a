import { byId, setText } from '../dom.ts';
import type { WatchState } from './alarmText.ts';

export interface BarState {
  readonly shown: number;
  readonly all: number;
  readonly isHeld: boolean;
  readonly waiting: number;
  readonly selected: number;
  readonly isBusy: boolean;
  readonly mayAcknowledge: boolean;
  readonly watch: WatchState;
}

export interface BarListeners {
  readonly onAcknowledge: () => void;
  readonly onClear: () => void;
  readonly onShowNow: () => void;
}

/** The line above the table: how many alarms are listed, whether the list is held, and the commands for what is selected. */
export class SelectionBar {
  readonly #count = byId('alarm-shown', HTMLElement);
  readonly #held = byId('alarm-held', HTMLElement);
  readonly #heldText = byId('alarm-held-text', HTMLElement);
  readonly #now = byId('alarm-show-now', HTMLButtonElement);
  readonly #acknowledge = byId('alarm-ack', HTMLButtonElement);
  readonly #clear = byId('alarm-clear', HTMLButtonElement);
  readonly #note = byId('alarm-note', HTMLElement);
  readonly #empty = byId('alarm-empty', HTMLElement);

  constructor(listeners: BarListeners) {
    this.#acknowledge.addEventListener('click', () => {
      setText(this.#note, '');
      listeners.onAcknowledge();
    });
    this.#clear.addEventListener('click', () => {
      setText(this.#note, '');
      listeners.onClear();
    });
    this.#now.addEventListener('click', listeners.onShowNow);
  }

  /** Says that selected alarms were raised again and are therefore no longer selected. */
  noteRaised(count: number): void {
    if (count > 0) {
      setText(this.#note, `${count === 1 ? 'A selected alarm was' : `${count} selected alarms were`} raised again and deselected.`);
    }
  }

  draw({ shown, all, isHeld, waiting, selected, isBusy, mayAcknowledge, watch }: BarState): void {
    setText(this.#count, shown === all ? `${all} alarms` : `${shown} of ${all} alarms`);
    // The line keeps its height, because the rows below must not move when it appears.
    this.#held.classList.toggle('shown', isHeld);
    setText(this.#heldText, !isHeld ? '' : waiting === 0 ? 'List held: nothing waits' : `List held: ${waiting === 1 ? '1 change waits' : `${waiting} changes wait`}`);
    this.#now.hidden = waiting === 0;
    this.#acknowledge.hidden = !mayAcknowledge;
    this.#acknowledge.disabled = selected === 0 || isBusy;
    setText(this.#acknowledge, isBusy ? 'Acknowledging…' : selected === 0 ? 'Acknowledge selected' : `Acknowledge ${selected} selected`);
    this.#clear.hidden = selected === 0 && this.#note.textContent === '';
    this.#empty.hidden = shown > 0;
    setText(this.#empty, emptyText(all, watch));
  }
}

/** An empty list must not look like a plant without alarms unless it is one. */
function emptyText(all: number, { ended, monitor, awaitingSnapshot, stale }: WatchState): string {
  if (ended !== undefined) {
    return ended;
  }
  if (monitor === undefined || awaitingSnapshot || stale) {
    return 'It is not known which alarms stand.';
  }
  return all > 0 ? 'No alarm passes the filter.' : `No alarm stands among those that you may see; the gateway watches ${monitor.watched}.`;
}
