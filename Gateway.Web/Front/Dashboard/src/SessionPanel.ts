import type { GatewayClient, ReaderOverview, SessionInfo, SessionOverview } from '@mxgateway/client';
import { byId, make, setText } from './dom.ts';
import { formatMoment } from './format.ts';
import { count, describeReader, leaseOf, lifeOf } from './sessionFacts.ts';

const minuteMs = 60_000;

/** Shows the state of the session and its readers, from the overview. Only how long the session is kept is asked for, when that may be different. */
export class SessionPanel {
  readonly #client: GatewayClient;
  readonly #card = byId('session-card', HTMLElement);
  readonly #facts = byId('session-facts', HTMLDListElement);
  readonly #readers = byId('readers', HTMLUListElement);
  #shown = '';
  #asked = '';
  #info: SessionInfo | undefined;

  constructor(client: GatewayClient) {
    this.#client = client;
  }

  /** Undefined when no single session is shown. */
  show(session: SessionOverview | undefined, readers: readonly ReaderOverview[]): void {
    this.#card.hidden = session === undefined;
    if (session === undefined) {
      return;
    }
    void this.#askLease(session);
    this.#draw(session, readers);
  }

  async #askLease({ sessionId, state, load }: SessionOverview): Promise<void> {
    const key = [sessionId, state, load?.readers, Math.floor(Date.parse(load?.lastActivityAt ?? '') / minuteMs)].join();
    if (key === this.#asked) {
      return;
    }
    this.#asked = key;
    // Without an answer the fact is missing until the next change; the overview says what is wrong with the session.
    const info = await this.#client.session(sessionId).info().catch(() => undefined);
    if (key === this.#asked) {
      this.#info = info;
    }
  }

  #draw(session: SessionOverview, readers: readonly ReaderOverview[]): void {
    const info = this.#info?.sessionId === session.sessionId ? this.#info : undefined;
    const clients = session.load?.readers ?? 0;
    const observers = readers.filter(({ kind }) => kind === 'observer').length;
    const facts: readonly (readonly [string, string])[] = [
      ['Owner', session.owner],
      ...(session.site === undefined ? [] : [['Site', session.site] as const]),
      ...(session.node === undefined ? [] : [['Node', session.node] as const]),
      ['Opened', formatMoment(session.createdAt)],
      ...(session.adoptedAt === undefined ? [] : [['Taken over after a restart', formatMoment(session.adoptedAt)] as const]),
      ['Life', info === undefined ? '–' : lifeOf(info) ?? leaseOf(info)],
    ];
    const title = [count(clients, 'reader'), ...(observers === 0 ? [] : [count(observers, 'observer')])].join(', ');
    const lines = readers.map(describeReader);
    const shown = JSON.stringify([facts, title, lines]);
    if (shown === this.#shown) {
      return;
    }
    this.#shown = shown;
    this.#facts.replaceChildren(...facts.flatMap(([name, text]) => [make('dt', name), make('dd', text)]));
    setText(byId('readers-title', HTMLElement), title);
    this.#readers.replaceChildren(...lines.map((text) => make('li', text)));
  }
}
