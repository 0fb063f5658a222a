import type { AlarmOccurrence } from '@mxgateway/client';
import { byId, make, setText } from '../dom.ts';

const named = 5;

/** Asks for the comment of an acknowledgement. What is acknowledged is what the page showed when the dialog was opened. */
export class AckDialog {
  readonly #dialog = byId('ack', HTMLDialogElement);
  readonly #comment = byId('ack-comment', HTMLTextAreaElement);
  readonly #left = byId('ack-left', HTMLElement);
  readonly #onSend: (alarms: readonly AlarmOccurrence[], comment: string) => void;
  #alarms: readonly AlarmOccurrence[] = [];

  constructor(onSend: (alarms: readonly AlarmOccurrence[], comment: string) => void) {
    this.#onSend = onSend;
    this.#comment.addEventListener('input', () => { this.#count(); });
    this.#comment.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#send();
      }
    });
    byId('ack-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    byId('ack-cancel', HTMLButtonElement).addEventListener('click', () => { this.#dialog.close(); });
  }

  open(alarms: readonly AlarmOccurrence[]): void {
    this.#alarms = alarms;
    this.#comment.value = '';
    this.#count();
    setText(byId('ack-title', HTMLElement), alarms.length === 1 ? 'Acknowledge one alarm' : `Acknowledge ${alarms.length} alarms`);
    const rest = alarms.length - named;
    byId('ack-alarms', HTMLUListElement).replaceChildren(
      ...alarms.slice(0, named).map(({ reference }) => make('li', reference)), ...(rest > 0 ? [make('li', `and ${rest} more`, 'hint')] : []));
    this.#dialog.showModal();
    this.#comment.focus();
  }

  #count(): void {
    setText(this.#left, `${this.#comment.value.length} of ${this.#comment.maxLength} characters`);
  }

  #send(): void {
    this.#dialog.close();
    this.#onSend(this.#alarms, this.#comment.value.trim());
  }
}
