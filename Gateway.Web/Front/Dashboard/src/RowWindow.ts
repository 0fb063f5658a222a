const around = 12;

/** Computes which rows of a long table are in the page, without forcing the browser to do a layout. */
export class RowWindow {
  readonly #scroll: HTMLElement;
  readonly #mostKept: number;
  #top = 0;
  #height = 600;
  #rowHeight = 34;

  /** If the table has more rows than `mostKept`, only the visible rows and some around them are in the page. */
  constructor(scroll: HTMLElement, mostKept = 400) {
    this.#scroll = scroll;
    this.#mostKept = mostKept;
    scroll.addEventListener('scroll', () => { this.#top = scroll.scrollTop; }, { passive: true });
    new ResizeObserver(([entry]) => { this.#height = entry?.contentRect.height ?? this.#height; }).observe(scroll);
  }

  get rowHeight(): number {
    return this.#rowHeight;
  }

  /** Measures the height of a row. In a long table all rows have the same height. */
  measure(row: HTMLElement): void {
    const { height } = row.getBoundingClientRect();
    this.#rowHeight = height > 0 ? height : this.#rowHeight;
  }

  isLong(rows: number): boolean {
    return rows > this.#mostKept;
  }

  /** Scrolls back to the first row. */
  reset(): void {
    this.#scroll.scrollTop = 0;
    this.#top = 0;
  }

  /** Scrolls as little as necessary to show a row below a head of this height. All rows have the same height. */
  reveal(index: number, headHeight: number): void {
    const top = index * this.#rowHeight;
    const highest = Math.max(0, top + this.#rowHeight + headHeight - this.#height);
    const wanted = Math.min(top, Math.max(this.#top, highest));
    if (wanted !== this.#top) {
      this.#scroll.scrollTop = wanted;
      this.#top = wanted;
    }
  }

  /** Number of whole rows in view. */
  get page(): number {
    return Math.max(1, Math.floor(this.#height / this.#rowHeight) - 1);
  }

  /** The index of the first row that must be in the page, and the index after the last one. */
  range(rows: number): readonly [from: number, to: number] {
    if (!this.isLong(rows)) {
      return [0, rows];
    }
    const first = Math.floor(this.#top / this.#rowHeight) - around;
    const from = Math.max(0, Math.min(first, rows - 1));
    return [from, Math.min(rows, from + Math.ceil(this.#height / this.#rowHeight) + 2 * around)];
  }
}
