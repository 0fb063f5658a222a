import type { GatewayClient, OverviewTable, SessionInfo, SessionOverview } from '@mxgateway/client';
import { byId, make, setText } from './dom.ts';
import { tagKey } from './LiveTarget.ts';
import { titleOf } from './overview/sessionNames.ts';
import { describe } from './problems.ts';
import { loadOf } from './sessionFacts.ts';

export interface SessionListListeners {
  readonly onChoose: (session: SessionInfo | SessionOverview) => void;
  readonly onChooseTag: (tag: string) => void;
}

/** The list of sessions, as the overview tells it, and the form that opens one. */
export class SessionListView {
  readonly #client: GatewayClient;
  readonly #listeners: SessionListListeners;
  readonly #list = byId('session-list', HTMLUListElement);
  readonly #tags = byId('tag-list', HTMLUListElement);
  readonly #empty = byId('session-empty', HTMLElement);
  readonly #problem = byId('session-problem', HTMLElement);
  #sessions: readonly SessionOverview[] = [];
  #ended: string | undefined;
  #chosen: string | undefined;
  #shown = '';

  constructor(client: GatewayClient, listeners: SessionListListeners) {
    this.#client = client;
    this.#listeners = listeners;
    byId('open-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#open();
    });
  }

  get sessions(): readonly SessionOverview[] {
    return this.#sessions;
  }

  /** Marks the entry that is shown; the key is that of `keyOf`. */
  mark(shown: string | undefined): void {
    this.#chosen = shown;
    this.#draw();
  }

  show(table: OverviewTable): void {
    this.#sessions = [...table.sessions.values()].sort((a, b) => a.createdAt.localeCompare(b.createdAt));
    this.#draw();
  }

  /** Says why the list is not current; undefined when it is. */
  fail(problem: string | undefined): void {
    if (problem !== this.#ended) {
      this.#ended = problem;
      setText(this.#problem, problem ?? '');
    }
  }

  async #open(): Promise<void> {
    const name = byId('open-name', HTMLInputElement);
    const tag = byId('open-tag', HTMLInputElement);
    try {
      const session = await this.#client.openSession({ name: name.value.trim() || undefined, sessionTag: tag.value.trim() || undefined });
      name.value = '';
      byId('open-details', HTMLDetailsElement).open = false;
      setText(this.#problem, '');
      this.#listeners.onChoose(await session.info());
    } catch (error) {
      setText(this.#problem, describe(error));
    }
  }

  #draw(): void {
    // The list is rebuilt only when its content changes; otherwise a screen reader and the keyboard focus would lose their place.
    const shown = JSON.stringify([this.#chosen, this.#sessions.map((s) => [s.sessionId, titleOf(s), s.sessionTag, s.state, loadOf(s)])]);
    if (shown === this.#shown) {
      return;
    }
    this.#shown = shown;
    this.#empty.hidden = this.#sessions.length > 0;
    const focused = document.activeElement instanceof HTMLButtonElement ? document.activeElement.dataset['shows'] : undefined;
    this.#list.replaceChildren(...this.#sessions.map((session) => this.#entry(session)));
    const tags = [...new Set(this.#sessions.flatMap(({ sessionTag }) => sessionTag ?? []))].sort();
    this.#tags.replaceChildren(...tags.map((tag) => this.#tagEntry(tag)));
    byId('by-tag', HTMLElement).hidden = tags.length === 0;
    if (focused !== undefined) {
      document.querySelector<HTMLButtonElement>(`.sessions button[data-shows="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  #entry(session: SessionOverview): HTMLLIElement {
    const facts = [session.sessionTag, loadOf(session)].filter((part) => part !== undefined && part !== '').join(' · ');
    const state = make('span', session.state, 'pill');
    state.dataset['state'] = session.state;
    return this.#button(session.sessionId, [named(titleOf(session)), state, make('span', facts, 'hint')],
      () => { this.#listeners.onChoose(session); });
  }

  #tagEntry(tag: string): HTMLLIElement {
    const count = this.#sessions.filter(({ sessionTag }) => sessionTag === tag).length;
    return this.#button(tagKey(tag), [make('span', tag, 'name'), make('span', count === 1 ? '1 session' : `${count} sessions`, 'count')],
      () => { this.#listeners.onChooseTag(tag); });
  }

  #button(shows: string, content: readonly HTMLElement[], onClick: () => void): HTMLLIElement {
    const button = make('button', '', 'session-entry');
    button.type = 'button';
    button.dataset['shows'] = shows;
    button.setAttribute('aria-current', String(shows === this.#chosen));
    button.append(...content);
    button.addEventListener('click', onClick);
    const entry = make('li');
    entry.append(button);
    return entry;
  }
}

/** A name that may be cut, with the whole of it beside the pointer. */
function named(text: string): HTMLSpanElement {
  const name = make('span', text, 'name');
  name.title = text;
  return name;
}
