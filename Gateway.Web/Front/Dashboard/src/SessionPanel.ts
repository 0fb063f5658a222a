import type { SessionInfo } from '@mxgateway/client';
import { byId, make, setText } from './dom.ts';
import { formatMoment } from './format.ts';
import { describeReader, leaseOf, lifeOf } from './sessionFacts.ts';

/** Shows the state of the session and its readers, from the entry in the list of sessions. */
export class SessionPanel {
  readonly #card = byId('session-card', HTMLElement);
  readonly #facts = byId('session-facts', HTMLDListElement);
  readonly #readers = byId('readers', HTMLUListElement);
  #shown = '';

  /** Undefined when no single session is shown. */
  show(info: SessionInfo | undefined): void {
    this.#card.hidden = info === undefined;
    if (info === undefined) {
      return;
    }
    const facts: readonly (readonly [string, string])[] = [
      ['Owner', info.owner],
      ['Opened', formatMoment(info.createdAt)],
      ...(info.adoptedAt === undefined ? [] : [['Taken over after a restart', formatMoment(info.adoptedAt)] as const]),
      ['Life', lifeOf(info) ?? leaseOf(info)],
    ];
    const readers = info.subscriptions.map(describeReader);
    const shown = JSON.stringify([facts, readers]);
    if (shown === this.#shown) {
      return;
    }
    this.#shown = shown;
    this.#facts.replaceChildren(...facts.flatMap(([name, text]) => [make('dt', name), make('dd', text)]));
    setText(byId('readers-title', HTMLElement), readers.length === 1 ? '1 reader' : `${readers.length} readers`);
    this.#readers.replaceChildren(...readers.map((text) => make('li', text)));
  }
}
