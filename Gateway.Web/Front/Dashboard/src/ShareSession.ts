import type { GatewayApi } from './api.ts';
import type { Identity } from './apiContracts.ts';
import { byId, setText } from './dom.ts';
import { lifetimeWithin, mayShare } from './identity.ts';
import { type Named, titleOf } from './overview/sessionNames.ts';
import { describe } from './problems.ts';
import { ShownOnce } from './ShownOnce.ts';

/** Makes a link that gives access to one session and to nothing else. */
export class ShareSession {
  readonly #api: GatewayApi;
  readonly #page: URL;
  readonly #button = byId('share-session', HTMLButtonElement);
  readonly #dialog = byId('share', HTMLDialogElement);
  readonly #problem = byId('share-problem', HTMLElement);
  readonly #ask = byId('share-ask', HTMLElement);
  readonly #make = byId('share-make', HTMLButtonElement);
  readonly #link = new ShownOnce('share-link');
  #who: Identity | undefined;
  #session: Named | undefined;

  constructor(api: GatewayApi, page: URL) {
    this.#api = api;
    this.#page = page;
    this.#button.addEventListener('click', () => { this.#open(); });
    byId('share-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#share();
    });
    byId('share-close', HTMLButtonElement).addEventListener('click', () => { this.#dialog.close(); });
    this.#dialog.addEventListener('close', () => { this.#link.forget(); });
  }

  identify(who: Identity): void {
    this.#who = who;
    this.#update();
  }

  use(session: Named | undefined): void {
    this.#session = session;
    this.#update();
  }

  #update(): void {
    this.#button.hidden = this.#who === undefined || this.#session === undefined || !mayShare(this.#who, this.#session);
  }

  #open(): void {
    setText(byId('share-name', HTMLElement), this.#session === undefined ? '' : titleOf(this.#session));
    setText(this.#problem, '');
    this.#link.forget();
    this.#ask.hidden = false;
    this.#make.hidden = false;
    this.#dialog.showModal();
  }

  async #share(): Promise<void> {
    const who = this.#who;
    const session = this.#session;
    if (who === undefined || session === undefined) {
      return;
    }
    setText(this.#problem, '');
    this.#make.disabled = true;
    try {
      const wanted = Number(byId('share-lifetime', HTMLSelectElement).value);
      const { token } = await this.#api.createToken({
        // The subject names the user who made the link, and shows that the link is not the user.
        subject: `${who.subject}/link`,
        label: `Link to ${titleOf(session)}`,
        scopes: ['sessions:read'],
        sessionId: session.sessionId,
        lifetimeSeconds: lifetimeWithin(who, wanted, new Date()),
      });
      const link = new URL(this.#page);
      link.hash = new URLSearchParams({ token }).toString();
      this.#ask.hidden = true;
      this.#make.hidden = true;
      this.#link.show(link.href);
    } catch (error) {
      setText(this.#problem, describe(error));
    } finally {
      this.#make.disabled = false;
    }
  }
}
