import type { GatewayClient, ItemInfo, ReaderOverview, SessionOverview } from '@mxgateway/client';
import type { Timeline } from '../apiContracts.ts';
import { byId, make, setText } from '../dom.ts';
import { describe } from '../problems.ts';
import { count, describeReader } from '../sessionFacts.ts';
import type { Column } from '../tables/rowList.ts';
import { compareTexts } from '../tables/words.ts';
import { detailOf, meaningOf, momentOf } from '../timeline/timelineText.ts';
import { DetailCard } from './DetailCard.ts';
import { titleOf } from './sessionNames.ts';

/** More are not listed. */
const mostItems = 500;
const mostCommands = 10;

export interface SessionDetailOptions {
  readonly client: GatewayClient;
  readonly columns: readonly Column<SessionOverview>[];
  readonly onReader: (readerId: string) => void;
  readonly onLive: (session: SessionOverview) => void;
}

/** The detail of a session: its facts, its readers, its items and its last commands. Its timeline is below it. */
export class SessionDetail {
  readonly #options: SessionDetailOptions;
  readonly #card: DetailCard<SessionOverview>;
  readonly #readers = byId('session-detail-readers', HTMLUListElement);
  readonly #items = byId('session-detail-items', HTMLUListElement);
  readonly #commands = byId('session-detail-commands', HTMLOListElement);
  #session: SessionOverview | undefined;
  #id: string | undefined;
  /** The number of items when they were asked for; another one says that they must be asked for again. */
  #asked: number | undefined;
  #shownReaders = '';
  #shownItems = '';
  #shownCommands = '';

  constructor(options: SessionDetailOptions) {
    this.#options = options;
    this.#card = new DetailCard('session-detail', options.columns, titleOf);
    byId('session-detail-live', HTMLButtonElement).onclick = () => {
      if (this.#session !== undefined) {
        options.onLive(this.#session);
      }
    };
  }

  /** Draws the session with an id, which may be gone. */
  draw(id: string | undefined, session: SessionOverview | undefined, readers: readonly ReaderOverview[]): void {
    if (id !== this.#id) {
      this.#id = id;
      this.#asked = undefined;
      this.#showItems([], '');
      this.#showCommands([]);
    }
    this.#session = session;
    this.#card.draw(session);
    if (id !== undefined && session !== undefined) {
      this.#drawReaders(readers);
      const items = session.load?.items ?? 0;
      if (items !== this.#asked) {
        this.#asked = items;
        void this.#askItems(id);
      }
    }
  }

  /** Takes what the flight recorder has of the session, for its last commands. */
  takeEntries(id: string, timelines: readonly Timeline[]): void {
    if (id === this.#id) {
      this.#showCommands(timelines.flatMap(({ entries }) => entries).filter(({ kind }) => kind === 'command').slice(-mostCommands).reverse());
    }
  }

  #drawReaders(readers: readonly ReaderOverview[]): void {
    const lines = readers.map((reader) => [reader.readerId, describeReader(reader)] as const);
    setText(byId('session-detail-readers-title', HTMLElement), count(lines.length, 'reader'));
    const text = JSON.stringify(lines);
    if (text === this.#shownReaders) {
      return;
    }
    this.#shownReaders = text;
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['reader'] : undefined;
    this.#readers.replaceChildren(...lines.map(([readerId, line]) => {
      const button = make('button', line, 'open');
      button.type = 'button';
      button.dataset['reader'] = readerId;
      button.addEventListener('click', () => { this.#options.onReader(readerId); });
      const entry = make('li');
      entry.append(button);
      return entry;
    }));
    this.#readers.querySelectorAll('button').forEach((button) => {
      if (button.dataset['reader'] === focused) {
        button.focus({ preventScroll: true });
      }
    });
  }

  async #askItems(id: string): Promise<void> {
    try {
      const state = await this.#options.client.session(id).getSessionState();
      if (id === this.#id) {
        this.#showItems(state.items, '');
      }
    } catch (error) {
      if (id === this.#id) {
        this.#showItems([], describe(error));
      }
    }
  }

  #showItems(items: readonly ItemInfo[], problem: string): void {
    const names = items.map(({ itemDefinition, advised }) => `${itemDefinition}${advised === 'none' ? ' (not advised)' : ''}`).sort(compareTexts);
    setText(byId('session-detail-items-title', HTMLElement), count(names.length, 'item'));
    setText(byId('session-detail-problem', HTMLElement), problem);
    const shown = names.slice(0, mostItems);
    const text = JSON.stringify(shown);
    if (text !== this.#shownItems) {
      this.#shownItems = text;
      const more = names.length - shown.length;
      this.#items.replaceChildren(...shown.map((name) => make('li', name)), ...(more === 0 ? [] : [make('li', `and ${more.toLocaleString()} more`, 'hint')]));
    }
  }

  #showCommands(entries: readonly Timeline['entries'][number][]): void {
    byId('session-detail-no-commands', HTMLElement).hidden = entries.length > 0;
    const text = JSON.stringify(entries);
    if (text !== this.#shownCommands) {
      this.#shownCommands = text;
      this.#commands.replaceChildren(...entries.map((entry) => {
        const { text: what, tone } = meaningOf(entry);
        const element = make('li', '', 'command');
        element.dataset['tone'] = tone;
        element.append(make('time', momentOf(entry.at)), make('span', what.replace(/^Command /, ''), 'what'), make('span', detailOf(entry), 'detail'));
        return element;
      }));
    }
  }
}
