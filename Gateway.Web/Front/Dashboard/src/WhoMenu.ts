import type { Identity } from './apiContracts.ts';
import { byId, make, setText } from './dom.ts';
import { formatMoment } from './format.ts';

/** The menu in the header that shows who is signed in and signs the user out. */
export class WhoMenu {
  readonly #menu = byId('who', HTMLDetailsElement);

  constructor(onSignOut: () => void) {
    byId('sign-out', HTMLButtonElement).addEventListener('click', onSignOut);
    document.addEventListener('click', ({ target }) => {
      if (target instanceof Node && !this.#menu.contains(target)) {
        this.#menu.open = false;
      }
    });
    this.#menu.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') {
        this.#menu.open = false;
        this.#menu.querySelector('summary')?.focus();
      }
    });
    this.#menu.hidden = false;
  }

  hide(): void {
    this.#menu.hidden = true;
  }

  show(who: Identity): void {
    setText(byId('who-name', HTMLElement), who.subject);
    const facts: readonly (readonly [string, string])[] = [
      ['Name', who.subject],
      ['Permissions', who.scopes.join(', ')],
      ['Session tags', who.sessionTags.length === 0 ? 'none' : who.sessionTags.join(', ')],
      ...(who.sessionId === undefined ? [] : [['Only session', who.sessionId] as const]),
      ...(who.read === undefined ? [] : [['May see', who.read.join(', ')] as const]),
      ...(who.write === undefined ? [] : [['May write', who.write.join(', ')] as const]),
      ['Expires', formatMoment(who.expiresAt)],
    ];
    byId('who-facts', HTMLDListElement).replaceChildren(...facts.flatMap(([name, text]) => [make('dt', name), make('dd', text)]));
  }
}
