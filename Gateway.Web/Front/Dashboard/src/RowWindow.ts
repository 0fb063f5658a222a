/** More rows than this are not all kept in the page: only those in view, and some around them. */
const mostKept = 400;
const around = 12;

/** Which rows of a long table are in the page, from what is known without asking the browser to lay anything out. */
export class RowWindow {
  readonly #scroll: HTMLElement;
  #top = 0;
  #height = 600;
  #rowHeight = 34;

  constructor(scroll: HTMLElement) {
    this.#scroll = scroll;
    scroll.addEventListener('scroll', () => { this.#top = scroll.scrollTop; }, { passive: true });
    new ResizeObserver(([entry]) => { this.#height = entry?.contentRect.height ?? this.#height; }).observe(scroll);
  }

  get rowHeight(): number {
    return this.#rowHeight;
  }

  /** Tells the height of a row once one is there; all have the same in a long table. */
  measure(row: HTMLElement): void {
    const { height } = row.getBoundingClientRect();
    this.#rowHeight = height > 0 ? height : this.#rowHeight;
  }

  isLong(rows: number): boolean {
    return rows > mostKept;
  }

  /** Back to the first row. */
  reset(): void {
    this.#scroll.scrollTop = 0;
    this.#top = 0;
  }

  /** The first row and the one behind the last that have to be in the page. */
  range(rows: number): readonly [from: number, to: number] {
    if (!this.isLong(rows)) {
      return [0, rows];
    }
    const first = Math.floor(this.#top / this.#rowHeight) - around;
    const from = Math.max(0, Math.min(first, rows - 1));
    return [from, Math.min(rows, from + Math.ceil(this.#height / this.#rowHeight) + 2 * around)];
  }
}
