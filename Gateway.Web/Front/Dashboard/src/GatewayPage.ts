import { type ConnectionState, GatewayClient, type SessionState } from '@mxgateway/client';
import { shareTabs } from '@mxgateway/client/tabs';
import { ActivityView } from './ActivityView.ts';
import { AlarmsPart } from './alarms/AlarmsPart.ts';
import { GatewayApi } from './api.ts';
import type { Identity } from './apiContracts.ts';
import { AuditView } from './AuditView.ts';
import { ConnectionPill } from './ConnectionPill.ts';
import { byId, setText } from './dom.ts';
import { ExpiryNotice } from './ExpiryNotice.ts';
import { may, mayShare } from './identity.ts';
import { keyOf, type LiveTarget, tagKey } from './LiveTarget.ts';
import { LiveTools } from './live/LiveTools.ts';
import { LiveOverview } from './overview/LiveOverview.ts';
import { type Named, titleOf } from './overview/sessionNames.ts';
import { WatchParts } from './overview/WatchParts.ts';
import { addressParameters } from './pageAddress.ts';
import { describe, endOfAccess } from './problems.ts';
import { forgetView, keepChosen, lastChosen } from './savedView.ts';
import { SessionPanel } from './SessionPanel.ts';
import { SessionListView } from './SessionListView.ts';
import { SessionView } from './SessionView.ts';
import { AboutPart } from './settings/AboutPart.ts';
import { SettingsPart } from './settings/SettingsPart.ts';
import { ShareSession } from './ShareSession.ts';
import { TokensView } from './TokensView.ts';
import { type ViewName, Views } from './Views.ts';
import { WhoMenu } from './WhoMenu.ts';

/** A hidden page keeps its position and little else. */
const hiddenFlushIntervalMs = 5_000;

/** The page for one token, from signing in until the access ends. */
export class GatewayPage {
  readonly #api: GatewayApi;
  readonly #client: GatewayClient;
  readonly #view: SessionView;
  readonly #sessions: SessionListView;
  readonly #share: ShareSession;
  readonly #views: Views;
  readonly #tools: LiveTools;
  readonly #menu: WhoMenu;
  readonly #pill = new ConnectionPill(() => { void this.#identify(); });
  readonly #onEnd: (reason: string | undefined) => void;
  #who: Identity | undefined;
  #tokens: TokensView | undefined;
  readonly #expiry = new ExpiryNotice();
  readonly #panel: SessionPanel;
  readonly #overview: LiveOverview;
  #watch: WatchParts | undefined;
  #settings: SettingsPart | undefined;
  #about: AboutPart | undefined;
  #activity: ActivityView | undefined;
  #audit: AuditView | undefined;
  #alarms: AlarmsPart | undefined;
  #left = false;
  #hasChosen = false;

  /** `onEnd` is called once: with the reason when the token can no longer be used, and without a reason after signing out. */
  constructor(base: URL, token: string, onEnd: (reason: string | undefined) => void) {
    this.#onEnd = onEnd;
    this.#api = new GatewayApi(base, token, (error) => { this.#refused(error); });
    this.#client = new GatewayClient({
      url: base.href,
      accessToken: token,
      protocol: import.meta.env['VITE_HUB_PROTOCOL'] === 'json' ? 'json' : 'messagepack',
      share: shareTabs(() => new SharedWorker(new URL('./tabs.ts', import.meta.url), { type: 'module' })),
      hiddenFlushIntervalMs,
    });
    this.#view = new SessionView(this.#api, (error) => { this.#refused(error); }, (sessionId, name) => this.#titleOf(sessionId, name));
    this.#panel = new SessionPanel(this.#client);
    this.#sessions = new SessionListView(this.#client, {
      onChoose: (info) => {
        this.#choose(info);
        this.#tools.choose(this.#view.address);
      },
      onChooseTag: (tag) => {
        this.#show({ kind: 'tag', client: this.#client, tag });
        this.#tools.choose(this.#view.address);
      },
    });
    this.#share = new ShareSession(this.#api, base);
    this.#menu = new WhoMenu(() => { this.#end(undefined); });
    this.#views = new Views((name) => {
      this.#refresh(name);
      this.#alarms?.shown(name === 'alarms');
      this.#watch?.shown();
    });
    this.#tools = new LiveTools({ api: this.#api, views: this.#views, table: this.#view.table, target: () => this.#view.address });
    addEventListener('popstate', this.#followAddress);
    byId('close-session', HTMLButtonElement).addEventListener('click', () => { void this.#closeSession(); });
    byId('session-timeline', HTMLButtonElement).addEventListener('click', () => {
      if (this.#view.sessionId !== undefined) {
        this.#watch?.open({ kind: 'session', id: this.#view.sessionId });
      }
    });
    this.#client.onState(({ state }) => { this.#follow(state); });
    this.#follow(this.#client.state);
    void this.#identify();
    this.#overview = new LiveOverview(this.#client, {
      onChange: () => { this.#told(); },
      onError: (error) => { this.#refused(error); },
    });
  }

  /** Closes the connection for good and hides what was shown. */
  leave(): void {
    removeEventListener('popstate', this.#followAddress);
    this.#tools.stop();
    this.#overview.stop();
    this.#watch?.stop();
    this.#settings?.stop();
    this.#about?.stop();
    this.#view.show(undefined);
    this.#activity?.stop();
    this.#alarms?.stop();
    this.#expiry.stop();
    void this.#client.close();
    this.#pill.clear();
    this.#menu.hide();
    this.#views.hide();
  }

  /** The user has gone to another address. */
  readonly #followAddress = (): void => {
    if (this.#views.shown === 'live' && (addressParameters().has('session') || addressParameters().has('tag'))) {
      this.#chooseFirst();
    }
  };

  /** Shows what the address names, or what was shown last, or the first session. */
  #chooseFirst(): void {
    const parameters = addressParameters();
    const [sessionId, tag] = [parameters.get('session'), parameters.get('tag')];
    if (sessionId !== null) {
      void this.#chooseNamed(sessionId);
    } else if (tag !== null) {
      this.#show({ kind: 'tag', client: this.#client, tag });
    } else {
      this.#chooseListed(lastChosen());
    }
  }

  /**
   * A session that was opened this moment is not in the list yet, which is up to a second old, so the gateway is asked for it. What the user
   * chooses meanwhile stays.
   */
  async #chooseNamed(sessionId: string): Promise<void> {
    const listed = this.#sessions.sessions.find((session) => session.sessionId === sessionId);
    const { shown } = this.#view;
    const isWanted = (): boolean => !this.#left && this.#view.shown === shown;
    try {
      const session = listed ?? await this.#client.session(sessionId).info();
      if (isWanted()) {
        this.#choose(session);
      }
    } catch (error) {
      if (isWanted()) {
        setText(byId('session-problem', HTMLElement), describe(error));
        this.#chooseListed(lastChosen());
      }
    }
  }

  /** Shows the session or tag of the list that has the key, or the first session. */
  #chooseListed(key: string | undefined): void {
    const { sessions } = this.#sessions;
    const tag = sessions.find(({ sessionTag }) => sessionTag !== undefined && tagKey(sessionTag) === key)?.sessionTag;
    const wanted = sessions.find(({ sessionId }) => sessionId === key) ?? sessions[0];
    if (tag !== undefined) {
      this.#show({ kind: 'tag', client: this.#client, tag });
    } else if (wanted !== undefined) {
      this.#choose(wanted);
    } else {
      byId('open-details', HTMLDetailsElement).open = true;
    }
  }

  /** Asks who the user is. This also detects a refused token, which a browser's socket cannot tell from an unreachable gateway. */
  async #identify(): Promise<void> {
    try {
      const who = await this.#api.me();
      if (this.#left) {
        return;
      }
      this.#menu.show(who);
      this.#share.identify(who);
      this.#expiry.watch(who.expiresAt);
      this.#view.identify(who);
      this.#tools.identify(who);
      byId('open-details', HTMLElement).hidden = !may(who, 'sessions:open');
      byId('close-session', HTMLElement).hidden = !may(who, 'sessions:close');
      const first = this.#who === undefined;
      this.#who = who;
      if (first && may(who, 'feed:read')) {
        this.#activity = new ActivityView(this.#client);
        this.#views.offer('activity');
      }
      // A token that is bound to a session does not reach the session in which the gateway watches the alarms.
      if (first && may(who, 'sessions:read') && who.sessionId === undefined) {
        this.#showAlarms(who);
      }
      if (first && who.isAdmin) {
        this.#offerTokens(who);
        this.#audit = new AuditView(this.#api);
        this.#views.offer('audit');
        this.#settings = new SettingsPart(this.#api, this.#views);
        this.#about = new AboutPart(this.#api, this.#views);
        this.#refresh(this.#views.shown);
      }
      this.#offerSharing();
    } catch {
      // A refusal has already ended the page. Without an answer there is nothing to show; the page asks again later.
    }
  }

  /** Asks again for what a part shows, when it is shown. */
  #refresh(name: ViewName): void {
    const parts: Readonly<Partial<Record<ViewName, { refresh(): Promise<void> }>>> = {
      ...(this.#tokens === undefined ? {} : { tokens: this.#tokens }), ...(this.#audit === undefined ? {} : { audit: this.#audit }),
      ...(this.#settings === undefined ? {} : { settings: this.#settings }), ...(this.#about === undefined ? {} : { about: this.#about }),
    };
    void parts[name]?.refresh();
  }

  #showAlarms(who: Identity): void {
    this.#alarms = new AlarmsPart({
      client: this.#client, api: this.#api, who, views: this.#views,
      onError: (error) => { this.#refused(error); },
    });
  }

  #offerTokens(who: Identity): void {
    this.#tokens ??= new TokensView(this.#api, who);
    this.#views.offer('tokens');
  }

  #follow(state: ConnectionState): void {
    this.#pill.show(state);
    if (state === 'connected' && this.#who === undefined) {
      void this.#identify();
    }
  }

  #choose(info: Named & { readonly state: SessionState }): void {
    if (this.#view.sessionId !== info.sessionId) {
      this.#share.use(info);
    }
    this.#show({ kind: 'session', session: this.#client.session(info.sessionId), title: titleOf(info), state: info.state });
    this.#showPanel();
  }

  #show(target: LiveTarget): void {
    const shown = keyOf(target);
    if (this.#view.shown === shown) {
      return;
    }
    this.#sessions.mark(shown);
    keepChosen(shown);
    this.#view.show(target);
    if (target.kind === 'tag') {
      this.#panel.show(undefined, []);
    }
  }

  /** The gateway has told what is different; about once a second. */
  #told(): void {
    const { table, problem } = this.#overview;
    if (this.#left) {
      return;
    }
    this.#sessions.fail(problem);
    this.#sessions.show(table);
    this.#view.noteTime(table.at);
    for (const { sessionId, load } of this.#sessions.sessions) {
      if (load !== undefined) {
        this.#view.noteItemCount(sessionId, load.items);
      }
    }
    if (!this.#hasChosen && table.complete) {
      this.#hasChosen = true;
      this.#chooseFirst();
    }
    this.#showPanel();
    this.#watch ??= new WatchParts({
      client: this.#client, views: this.#views, live: () => this.#overview, api: this.#api, who: () => this.#who,
      onLive: (session) => {
        this.#choose(session);
        this.#tools.choose(this.#view.address);
        this.#views.show('live');
      },
    });
    this.#watch.told();
    this.#offerSharing();
  }

  #showPanel(): void {
    const { table } = this.#overview;
    const id = this.#view.sessionId;
    const session = id === undefined ? undefined : table.sessions.get(id);
    this.#panel.show(session, [...table.readers.values()].filter(({ sessionId }) => sessionId === id));
  }

  #titleOf(sessionId: string, name: string | undefined): string {
    const session = this.#overview.table.sessions.get(sessionId);
    return session === undefined ? name ?? 'Unnamed session' : titleOf(session);
  }

  #offerSharing(): void {
    const all = this.#sessions.sessions;
    const who = this.#who;
    if (who !== undefined && all.some((session) => mayShare(who, session))) {
      this.#offerTokens(who);
    }
    this.#tokens?.offerSessions(new Map(all.map((session) => [session.sessionId, titleOf(session)])));
  }

  async #closeSession(): Promise<void> {
    const id = this.#view.sessionId;
    if (id === undefined || !confirm('Close this session and end its worker, for all users?')) {
      return;
    }
    try {
      await this.#client.session(id).close();
      forgetView(id);
    } catch (error) {
      setText(byId('session-problem', HTMLElement), describe(error));
    }
  }

  #refused(error: unknown): void {
    const reason = endOfAccess(error);
    if (reason !== undefined) {
      this.#end(reason);
    }
  }

  #end(reason: string | undefined): void {
    if (!this.#left) {
      this.#left = true;
      this.#onEnd(reason);
    }
  }
}
