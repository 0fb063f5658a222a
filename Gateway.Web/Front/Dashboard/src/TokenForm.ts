import type { GatewayApi } from './api.ts';
import { byId, make, setText } from './dom.ts';
import { scopes } from './identity.ts';
import { describe } from './problems.ts';
import { ShownOnce } from './ShownOnce.ts';
import { toTokenRequest } from './tokenRequest.ts';

/** The form that creates a token and shows it once. */
export class TokenForm {
  readonly #api: GatewayApi;
  readonly #onCreated: () => void;
  readonly #form = byId('token-create-form', HTMLFormElement);
  readonly #problem = byId('token-create-problem', HTMLElement);
  readonly #result = new ShownOnce('new-token');

  constructor(api: GatewayApi, onCreated: () => void) {
    this.#api = api;
    this.#onCreated = onCreated;
    byId('new-scopes', HTMLFieldSetElement).append(...scopes.map(([scope, meaning]) => {
      const label = make('label', '', 'check');
      const box = make('input');
      box.type = 'checkbox';
      box.name = 'scope';
      box.value = scope;
      // The most common choice.
      box.defaultChecked = scope === 'sessions:read';
      const text = make('span', meaning);
      text.append(' ', make('code', scope));
      label.append(box, text);
      return label;
    }));
    byId('new-token-done', HTMLButtonElement).addEventListener('click', () => { this.#result.forget(); });
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#create();
    });
  }

  offerSessions(sessions: ReadonlyMap<string, string>): void {
    byId('known-sessions', HTMLDataListElement).replaceChildren(...[...sessions].map(([id, name]) => {
      const option = make('option', name);
      option.value = id;
      return option;
    }));
  }

  async #create(): Promise<void> {
    this.#result.forget();
    setText(this.#problem, '');
    try {
      const { token } = await this.#api.createToken(toTokenRequest({
        subject: byId('new-subject', HTMLInputElement).value,
        label: byId('new-label', HTMLInputElement).value,
        scopes: [...this.#form.querySelectorAll<HTMLInputElement>('input[name="scope"]:checked')].map((box) => box.value),
        sessionTags: byId('new-tags', HTMLInputElement).value,
        sessionId: byId('new-session', HTMLInputElement).value,
        read: byId('new-read', HTMLTextAreaElement).value,
        write: byId('new-write', HTMLTextAreaElement).value,
        lifetimeSeconds: Number(byId('new-lifetime', HTMLSelectElement).value),
      }));
      this.#form.reset();
      this.#result.show(token);
      this.#onCreated();
    } catch (error) {
      setText(this.#problem, describe(error));
    }
  }
}
