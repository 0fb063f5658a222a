/**
 * Whether rows must stay in their places: while a pointer is over them, and while the keyboard is used in them. A click with a mouse leaves
 * the focus in a row, but does not hold it after the pointer has left.
 */
export class PointerHold {
  readonly #onChange: (isHeld: boolean) => void;
  #pointer = false;
  #keyboard = false;
  #isHeld = false;

  constructor(rows: HTMLElement, onChange: (isHeld: boolean) => void) {
    this.#onChange = onChange;
    rows.addEventListener('pointerenter', ({ pointerType }) => {
      // A finger stays nowhere: after a touch nothing would end the hold.
      this.#pointer = pointerType !== 'touch';
      this.#update();
    });
    rows.addEventListener('pointerleave', () => {
      this.#pointer = false;
      this.#update();
    });
    rows.addEventListener('focusin', ({ target }) => {
      this.#keyboard = target instanceof Element && target.matches('tr:focus-visible');
      this.#update();
    });
    rows.addEventListener('focusout', ({ relatedTarget }) => {
      this.#keyboard &&= relatedTarget instanceof Node && rows.contains(relatedTarget);
      this.#update();
    });
  }

  /** Ends the hold, also when the pointer is still there: the rows are no longer shown. */
  end(): void {
    this.#pointer = false;
    this.#keyboard = false;
    this.#update();
  }

  #update(): void {
    const isHeld = this.#pointer || this.#keyboard;
    if (isHeld !== this.#isHeld) {
      this.#isHeld = isHeld;
      this.#onChange(isHeld);
    }
  }
}
