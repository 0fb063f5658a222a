import { GatewayError, type Session } from '@mxgateway/client';
import type { GatewayApi } from '../api.ts';
import type { FoundEntry, FoundPage } from '../apiContracts.ts';
import { byId, make, setText } from '../dom.ts';
import { sameReference } from '../itemReference.ts';
import { describe } from '../problems.ts';
import { entryFacts, entryName, type FindPlace, inside, pageText, queryOf } from './findPlace.ts';

/** How long the user must not have typed before the gateway is asked, in milliseconds. */
const calmMs = 200;

export interface ItemFinderOptions {
  readonly api: GatewayApi;
  /** The references that are chosen already. */
  readonly chosen: () => readonly string[];
  /** The user has chosen an item, or wants it no more. */
  readonly onToggle: (reference: string) => void;
}

/** Completes references from what the source of the session knows, and lists its areas, their objects and the items of these. */
export class ItemFinder {
  readonly #options: ItemFinderOptions;
  readonly #root = byId('finder', HTMLElement);
  readonly #input = byId('finder-text', HTMLInputElement);
  readonly #path = byId('finder-path', HTMLElement);
  readonly #list = byId('finder-list', HTMLUListElement);
  readonly #said = byId('finder-said', HTMLElement);
  readonly #more = byId('finder-more', HTMLButtonElement);
  #session: Session | undefined;
  #place: FindPlace = { text: '' };
  #entries: readonly FoundEntry[] = [];
  #page: FoundPage | undefined;
  #active = -1;
  #round = 0;
  #wait: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ItemFinderOptions) {
    this.#options = options;
    this.#input.addEventListener('focus', () => {
      if (this.#page === undefined) {
        void this.#ask(undefined);
      }
    });
    this.#input.addEventListener('input', () => {
      clearTimeout(this.#wait);
      this.#wait = setTimeout(() => { this.#go({ ...this.#place, text: this.#input.value }); }, calmMs);
    });
    this.#input.addEventListener('keydown', (event) => { this.#press(event); });
    this.#list.addEventListener('click', ({ target }) => {
      const index = target instanceof Element ? target.closest('li')?.dataset['index'] : undefined;
      this.#choose(this.#entries[Number(index)]);
    });
    this.#more.addEventListener('click', () => { void this.#ask(this.#page?.next); });
  }

  use(session: Session | undefined): void {
    clearTimeout(this.#wait);
    this.#round += 1;
    this.#session = session;
    this.#place = { text: '' };
    this.#page = undefined;
    this.#entries = [];
    this.#input.value = '';
    this.#root.hidden = session === undefined;
    this.#draw('');
  }

  /** Other references are chosen. */
  drawChosen(): void {
    const chosen = new Set(this.#options.chosen().map((reference) => sameReference(reference)));
    [...this.#list.children].forEach((option, i) => {
      const entry = this.#entries[i];
      option.setAttribute('aria-selected', String(entry?.level === 'item' && chosen.has(sameReference(entry.reference))));
      option.classList.toggle('active', i === this.#active);
    });
    const active = this.#list.children[this.#active];
    if (active === undefined) {
      this.#input.removeAttribute('aria-activedescendant');
    } else {
      this.#input.setAttribute('aria-activedescendant', active.id);
      active.scrollIntoView({ block: 'nearest' });
    }
  }

  #go(place: FindPlace): void {
    this.#place = place;
    this.#input.value = place.text;
    void this.#ask(undefined);
  }

  async #ask(after: string | undefined): Promise<void> {
    const session = this.#session;
    if (session === undefined) {
      return;
    }
    this.#round += 1;
    const round = this.#round;
    try {
      const page = await this.#options.api.findItems(session.sessionId, { ...queryOf(this.#place), ...(after === undefined ? {} : { after }) });
      if (round === this.#round) {
        this.#page = page;
        this.#entries = after === undefined ? page.items : [...this.#entries, ...page.items];
        this.#active = after === undefined ? -1 : this.#active;
        this.#draw(pageText(page, this.#entries.length));
      }
    } catch (error) {
      if (round === this.#round) {
        // A gateway without this list: references can be typed as before.
        this.#root.hidden = error instanceof GatewayError && (error.code === 'NotFound' || error.code === 'Unsupported');
        this.#draw(describe(error));
      }
    }
  }

  #choose(entry: FoundEntry | undefined): void {
    if (entry?.level === 'item') {
      this.#options.onToggle(entry.reference);
      this.drawChosen();
    } else if (entry !== undefined) {
      this.#go(inside(this.#place, entry));
      this.#input.focus();
    }
  }

  #press(event: KeyboardEvent): void {
    const last = this.#entries.length - 1;
    const moves: Readonly<Record<string, number>> = { ArrowDown: Math.min(this.#active + 1, last), ArrowUp: Math.max(this.#active - 1, 0) };
    const place = moves[event.key];
    if (place !== undefined && last >= 0) {
      this.#active = place;
      this.drawChosen();
    } else if (event.key === 'Enter') {
      this.#choose(this.#entries[this.#active]);
    } else if (event.key === 'Backspace' && this.#input.value === '' && this.#place.area !== undefined) {
      this.#go(this.#place.object === undefined ? { text: '' } : { text: '', area: this.#place.area });
    } else {
      return;
    }
    event.preventDefault();
  }

  #draw(said: string): void {
    setText(this.#said, said);
    this.#more.hidden = this.#page?.next === undefined;
    this.#input.setAttribute('aria-expanded', String(this.#entries.length > 0));
    this.#list.hidden = this.#entries.length === 0;
    this.#list.replaceChildren(...this.#entries.map((entry, i) => {
      const option = make('li', '', 'finder-entry');
      option.id = `finder-option-${i}`;
      option.dataset['index'] = String(i);
      option.dataset['level'] = entry.level;
      option.setAttribute('role', 'option');
      option.append(make('span', entryName(entry), 'name'), make('span', entryFacts(entry), 'hint'));
      return option;
    }));
    this.#drawPath();
    this.drawChosen();
  }

  #drawPath(): void {
    const { area, object } = this.#place;
    const steps: readonly (readonly [string, FindPlace])[] = [
      ['All areas', { text: '' }],
      ...(area === undefined ? [] : [[area === '' ? 'Without an area' : area, { text: '', area }] as const]),
      ...(object === undefined ? [] : [[object, { text: '', object, ...(area === undefined ? {} : { area }) }] as const]),
    ];
    this.#path.hidden = steps.length === 1;
    this.#path.replaceChildren(...steps.map(([name, place]) => {
      const button = make('button', name, 'quiet');
      button.type = 'button';
      button.addEventListener('click', () => { this.#go(place); });
      return button;
    }));
  }
}
