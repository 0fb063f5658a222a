import type { GatewayApi } from './api.ts';
import type { Identity, TokenInfo } from './apiContracts.ts';
import { byId, make } from './dom.ts';
import { formatMoment, short } from './format.ts';
import { cell, PagedTable } from './PagedTable.ts';
import { TokenForm } from './TokenForm.ts';

/** How a token was created, as a text for the user. */
const origins: Readonly<Record<string, string>> = {
  admin: 'created by an admin',
  session: 'created for a shared session',
  login: 'created by signing in',
  startup: 'created when the gateway started',
  offline: 'created on the command line',
};

/** The tokens that the user may see and, for admins, the form that creates one. */
export class TokensView {
  readonly #api: GatewayApi;
  readonly #who: Identity;
  readonly #table: PagedTable<TokenInfo>;
  readonly #form: TokenForm | undefined;

  constructor(api: GatewayApi, who: Identity) {
    this.#api = api;
    this.#who = who;
    const active = byId('tokens-active', HTMLInputElement);
    this.#table = new PagedTable({
      id: 'tokens',
      load: (before) => api.tokens({ active: active.checked, before }),
      row: (token) => this.#row(token),
    });
    active.addEventListener('change', () => { void this.refresh(); });
    if (who.isAdmin) {
      byId('create-token', HTMLElement).hidden = false;
      this.#form = new TokenForm(api, () => { void this.refresh(); });
    }
  }

  refresh(): Promise<void> {
    return this.#table.refresh();
  }

  /** Sets the sessions that the form offers: their ids and names. */
  offerSessions(sessions: ReadonlyMap<string, string>): void {
    this.#form?.offerSessions(sessions);
  }

  #row(token: TokenInfo): HTMLTableRowElement {
    const row = document.createElement('tr');
    const name = cell('Label', '', 'text');
    name.append(make('span', token.label ?? '(no label)', token.label === undefined ? 'hint' : 'strong'), make('span', origins[token.source] ?? token.source, 'hint line'));
    const session = cell('Session', token.sessionId === undefined ? 'any permitted' : short(token.sessionId));
    session.title = token.sessionId ?? '';
    const state = cell('State', '');
    const pill = make('span', token.state, 'pill');
    pill.dataset['state'] = token.state;
    state.append(pill);
    if (token.revokedBy !== undefined) {
      pill.title = `by ${token.revokedBy}`;
    }
    row.append(
      name, cell('Subject', token.subject, 'text'), cell('Permissions', token.scopes.join(', '), 'text'),
      cell('Tags', token.sessionTags.length === 0 ? '–' : token.sessionTags.join(', '), 'text'),
      session, cell('Expires', formatMoment(token.expiresAt)), state, this.#actions(token),
    );
    return row;
  }

  #actions(token: TokenInfo): HTMLTableCellElement {
    const actions = make('td', '', 'row-actions');
    if (token.state === 'active') {
      const name = token.label ?? token.subject;
      const button = make('button', 'Revoke', 'quiet danger');
      button.type = 'button';
      button.setAttribute('aria-label', `Revoke ${name}`);
      button.addEventListener('click', () => { void this.#revoke(token, name); });
      actions.append(button);
    }
    return actions;
  }

  async #revoke(token: TokenInfo, name: string): Promise<void> {
    const own = token.tokenId === this.#who.tokenId ? ' This is the token that you are using, so you will be signed out.' : '';
    if (!confirm(`Revoke the token “${name}”? Everything that uses this token, or a token that was created from it, ends at once.${own}`)) {
      return;
    }
    try {
      await this.#api.revokeToken(token.tokenId);
      await this.refresh();
    } catch (error) {
      this.#table.fail(error);
    }
  }
}
