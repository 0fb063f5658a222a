import { byId, setText } from '../dom.ts';

/** Asks for how long and why an alarm is shelved. */
export class ShelveDialog {
  readonly #dialog = byId('shelve', HTMLDialogElement);
  readonly #hours = byId('shelve-hours', HTMLSelectElement);
  readonly #reason = byId('shelve-reason', HTMLInputElement);
  #reference = '';

  constructor(onSend: (reference: string, hours: number, reason: string) => void) {
    byId('shelve-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      this.#dialog.close();
      onSend(this.#reference, Number(this.#hours.value), this.#reason.value.trim());
    });
    byId('shelve-cancel', HTMLButtonElement).addEventListener('click', () => { this.#dialog.close(); });
  }

  open(reference: string): void {
    this.#reference = reference;
    this.#reason.value = '';
    setText(byId('shelve-name', HTMLElement), reference);
    this.#dialog.showModal();
  }
}
