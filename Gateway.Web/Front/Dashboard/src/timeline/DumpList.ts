import type { GatewayApi } from '../api.ts';
import type { DumpSummary } from '../apiContracts.ts';
import { byId, make } from '../dom.ts';
import { formatMoment, short } from '../format.ts';
import type { TimelineTarget } from './timelineAddress.ts';
import { causeText } from './timelineText.ts';

/** How often the list is asked for again, in milliseconds. */
const every = 10_000;

/** The dumps that are shown; the gateway may have more. */
const most = 20;

export interface DumpListOptions {
  readonly api: GatewayApi;
  readonly nameOf: (kind: TimelineTarget['kind'], id: string) => string | undefined;
  readonly onOpen: (id: string) => void;
}

/** What the gateway recorded by itself when something went wrong. Without any it is hidden. */
export class DumpList {
  readonly #options: DumpListOptions;
  readonly #card = byId('dumps-card', HTMLElement);
  readonly #list = byId('dumps', HTMLOListElement);
  #asked = 0;
  #shown = '';

  constructor(options: DumpListOptions) {
    this.#options = options;
    this.#card.hidden = true;
    this.#list.replaceChildren();
  }

  /** Asks again when the list is old. */
  draw(): void {
    const now = performance.now();
    if (!document.hidden && (this.#asked === 0 || now - this.#asked >= every)) {
      this.#asked = now;
      void this.#ask();
    }
  }

  async #ask(): Promise<void> {
    try {
      const { dumps } = await this.#options.api.dumps();
      const shown = dumps.slice(0, most);
      const text = JSON.stringify(shown.map((dump) => [dump, this.#aboutOf(dump)]));
      if (text !== this.#shown) {
        this.#shown = text;
        this.#card.hidden = dumps.length === 0;
        this.#list.replaceChildren(...shown.map((dump) => this.#entry(dump)));
      }
    } catch {
      // A refusal has already ended the page. Without an answer the list stays as it was; the page asks again.
    }
  }

  #entry(dump: DumpSummary): HTMLLIElement {
    const element = make('li', '', 'change');
    element.dataset['tone'] = dump.cause === 'slow' ? 'uncertain' : 'bad';
    const time = make('time', formatMoment(dump.at));
    time.dateTime = dump.at;
    const open = make('button', 'Timelines', 'quiet');
    open.type = 'button';
    open.addEventListener('click', () => { this.#options.onOpen(String(dump.id)); });
    const skipped = dump.skipped === 0 ? '' : `${dump.skipped.toLocaleString()} more before it were not kept`;
    element.append(time, make('span', causeText(dump.cause), 'what'), make('span', this.#aboutOf(dump), 'about'), make('span', skipped, 'detail'), open);
    return element;
  }

  #aboutOf({ part, partId, sessionId }: DumpSummary): string {
    const names = [part === 'session' || sessionId === undefined ? undefined : this.#nameOf('session', sessionId), this.#nameOf(part, partId)];
    return names.filter((name) => name !== undefined).join(', ');
  }

  #nameOf(kind: TimelineTarget['kind'], id: string): string {
    const known = this.#options.nameOf(kind, id);
    return known ?? (kind === 'worker' ? `worker ${id}` : `${kind === 'stream' ? 'reader' : kind} ${short(id)}`);
  }
}
