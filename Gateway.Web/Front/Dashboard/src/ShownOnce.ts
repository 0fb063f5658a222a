import { byId, setText } from './dom.ts';

/** A secret that is shown once, with a button that copies it. `id` is the prefix of the ids of its elements. */
export class ShownOnce {
  readonly #root: HTMLElement;
  readonly #field: HTMLInputElement;
  readonly #said: HTMLElement;
  readonly #button: HTMLButtonElement;

  constructor(id: string) {
    this.#root = byId(id, HTMLElement);
    this.#field = byId(`${id}-text`, HTMLInputElement);
    this.#said = byId(`${id}-said`, HTMLElement);
    this.#button = byId(`${id}-copy`, HTMLButtonElement);
    this.#button.addEventListener('click', () => { void this.#copy(); });
  }

  show(text: string): void {
    this.#field.value = text;
    setText(this.#said, '');
    this.#root.hidden = false;
    this.#button.hidden = false;
    this.#root.scrollIntoView({ block: 'nearest' });
    this.#field.focus();
    this.#field.select();
  }

  forget(): void {
    this.#field.value = '';
    this.#root.hidden = true;
    this.#button.hidden = true;
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.#field.value);
      setText(this.#said, 'Copied.');
    } catch {
      // Without TLS browsers do not give a page access to the clipboard.
      this.#field.focus();
      this.#field.select();
      setText(this.#said, 'The text is selected. Copy it with the keyboard.');
    }
  }
}
