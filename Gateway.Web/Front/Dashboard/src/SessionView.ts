import {
  EventStream, GatewayError, type JoinedSession, type MxEvent, qualityClass, type Session, type SessionState, type SessionStreamItem,
  type MultiSessionStreamItem, toNumber,
} from '@mxgateway/client';
import { AddItems } from './AddItems.ts';
import type { GatewayApi } from './api.ts';
import type { Identity } from './apiContracts.ts';
import { byId, setText } from './dom.ts';
import { may, mayWrite } from './identity.ts';
import { LiveModel, type LiveRow } from './LiveModel.ts';
import { keyOf, type LiveStream, type LiveTarget } from './LiveTarget.ts';
import { describe, describeAccess } from './problems.ts';
import { forgetView, loadView, saveView } from './savedView.ts';
import { StreamFacts } from './StreamFacts.ts';
import { StreamPanel } from './StreamPanel.ts';
import { TableView } from './TableView.ts';
import { TrendData } from './TrendData.ts';
import { maxTrends, TrendView } from './TrendView.ts';
import { whyNoTrend } from './whyNoTrend.ts';
import { WriteBox } from './WriteBox.ts';

/**
 * The page shows only the latest values and draws at most once per this interval (milliseconds), so the server may merge changes in
 * between. Write completions are never merged.
 */
const reading = { snapshot: 'always', mode: 'conflate', flushIntervalMs: 40 } as const;
/** A page is an observer of a session: it takes the place of no client, and can fault nobody. A stream over many sessions has no observers. */
const observing = { ...reading, observer: true } as const;

/** A session whose rows are in the table. */
interface Source {
  readonly session: Session;
  /** Key of the session's rows; empty when only one session is shown. */
  readonly key: string;
  readonly stop: () => void;
}

/** Reads the stream of the chosen session or tag and shows it. */
export class SessionView {
  readonly #root = byId('session', HTMLElement);
  readonly #banner = byId('banner', HTMLElement);
  readonly #statePill = byId('session-state', HTMLElement);
  readonly #title = byId('values-title', HTMLElement);
  readonly #trendData = new TrendData();
  readonly #chosen = new Map<string, string>();
  readonly #table: TableView;
  readonly #trend: TrendView;
  readonly #write: WriteBox;
  readonly #add: AddItems;
  readonly #panel = new StreamPanel();
  readonly #onError: (error: unknown) => void;
  readonly #titleOf: (sessionId: string, name: string | undefined) => string;
  #model = new LiveModel();
  #facts = new StreamFacts();
  readonly #sources = new Map<string, Source>();
  #target: LiveTarget | undefined;
  #stream: LiveStream | undefined;

  /** `onError` gets the reason when a stream ends with an error; `titleOf` says what a session is called. */
  constructor(api: GatewayApi, onError: (error: unknown) => void, titleOf: (sessionId: string, name: string | undefined) => string) {
    this.#add = new AddItems(api);
    this.#onError = onError;
    this.#titleOf = titleOf;
    this.#write = new WriteBox(() => this.#model);
    this.#table = new TableView({
      onTick: (row, on) => this.#tick(row, on),
      onPick: (row) => { this.#write.pick(row); },
    });
    this.#trend = new TrendView('trend', this.#trendData, (key) => {
      this.#table.setTick(key, false);
      this.#untick(key);
    });
    addEventListener('pagehide', () => { this.#save(); });
    const frame = (now: number): void => {
      this.#table.update(this.#model);
      this.#trend.update(now);
      this.#panel.update(now, this.#stream, this.#facts);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  /** The table of values. */
  get table(): TableView {
    return this.#table;
  }

  /** What is shown, as the address has it. */
  get address(): Readonly<Record<string, string>> {
    const target = this.#target;
    return target === undefined ? {} : target.kind === 'session' ? { session: target.session.sessionId } : { tag: target.tag };
  }

  /** The id of the session, when a single session is shown. */
  get sessionId(): string | undefined {
    return this.#target?.kind === 'session' ? this.#target.session.sessionId : undefined;
  }

  /** The key of what is shown, from {@link keyOf}. */
  get shown(): string | undefined {
    return this.#target === undefined ? undefined : keyOf(this.#target);
  }

  /** Stops showing the current target and shows another one; undefined shows nothing. */
  show(target: LiveTarget | undefined): void {
    this.#leave();
    this.#target = target;
    this.#root.hidden = target === undefined;
    byId('choose', HTMLElement).hidden = target !== undefined;
    const session = target?.kind === 'session' ? target.session : undefined;
    this.#root.classList.toggle('of-tag', target?.kind === 'tag');
    this.#write.use(session);
    this.#add.use(session);
    if (target === undefined) {
      return;
    }
    setText(this.#title, target.kind === 'session' ? target.title : `All sessions of ${target.tag}`);
    this.#setState(target.kind === 'session' ? target.state : 'ready');
    this.#statePill.hidden = target.kind === 'tag';
    void this.#read(target);
  }

  /** Offers only the commands that the user may give. */
  identify(who: Identity): void {
    this.#root.classList.toggle('read-only', !may(who, 'sessions:write'));
    this.#table.allowWriting((row) => mayWrite(who, row.reference));
  }

  /** The time at the gateway. It advances the trend of items that do not change, because only changes are reported. */
  noteTime(at: string | undefined): void {
    this.#trendData.tick(Date.parse(at ?? '') / 1000);
  }

  /** Finds out that another user removed items. No event reports that, but the number of items in the list of sessions changes. */
  noteItemCount(sessionId: string, count: number): void {
    const session = [...this.#sources.values()].find((source) => source.session.sessionId === sessionId)?.session;
    if (session !== undefined && count !== session.items.all().length) {
      this.#refreshItems(session);
    }
  }

  #leave(): void {
    this.#save();
    this.#sources.forEach(({ stop }) => { stop(); });
    this.#sources.clear();
    void this.#stream?.return();
    this.#stream = undefined;
    this.#model = new LiveModel();
    this.#facts = new StreamFacts();
    this.#chosen.clear();
    this.#trendData.clear();
    this.#trend.show(this.#chosen);
    this.#table.clear();
    this.#say('', undefined);
  }

  async #read(target: LiveTarget): Promise<void> {
    const saved = loadView(keyOf(target));
    this.#model.restore(saved?.rows ?? []);
    let stream: LiveStream | undefined;
    try {
      if (target.kind === 'session') {
        const from = saved?.position === undefined ? {} : { resumeAfter: saved.position.sequence, epoch: saved.position.epoch };
        const one = target.session.events({ ...observing, ...from });
        this.#stream = stream = one;
        const source = this.#takeIn(target.session, '', undefined);
        await this.#follow(one, (item) => { this.#apply(item, source); });
      } else {
        const many = target.client.events({ ...reading, sessionTags: [target.tag], cursor: saved?.cursor });
        this.#stream = stream = many;
        await this.#follow(many, (item) => { this.#route(item, target); });
      }
      if (this.#stream === stream) {
        this.#ended('The session was closed.', target);
      }
    } catch (error) {
      if (this.#stream === stream) {
        const gone = error instanceof GatewayError && error.duty === 'startOver';
        this.#ended(gone ? `${describe(error)} Choose another session or open a new one.` : describe(error), target);
        this.#onError(error);
      }
    }
  }

  /** Reads a stream for as long as it is the one that is shown. */
  async #follow<T>(stream: AsyncIterable<T>, take: (item: T) => void): Promise<void> {
    for await (const item of stream) {
      if (this.#stream !== stream) {
        return;
      }
      take(item);
    }
  }

  #route(item: MultiSessionStreamItem, target: LiveTarget & { readonly kind: 'tag' }): void {
    switch (item.kind) {
      case 'started':
        this.#facts.noteStart(item);
        break;
      case 'joined':
        this.#join(item.session, target);
        break;
      case 'left':
        this.#sources.get(item.sessionId)?.stop();
        this.#sources.delete(item.sessionId);
        this.#model.remove(item.sessionId);
        break;
      case 'item': {
        const source = this.#sources.get(item.sessionId);
        if (source !== undefined) {
          this.#apply(item.item, source);
        }
        break;
      }
      case 'cursor':
      case 'idle':
        break;
    }
  }

  #join({ sessionId, name }: JoinedSession, { client }: LiveTarget & { readonly kind: 'tag' }): void {
    if (!this.#sources.has(sessionId)) {
      this.#takeIn(client.session(sessionId), sessionId, this.#titleOf(sessionId, name));
    }
  }

  /** Adds a session to the table and shows its items by name. */
  #takeIn(session: Session, key: string, origin: string | undefined): Source {
    const stop = session.items.onChange((items) => {
      this.#model.setItems(items, key, origin);
      this.#write.setNames([...this.#model.rows.values()].map((row) => row.reference));
    });
    const source = { session, key, stop };
    this.#sources.set(key, source);
    this.#refreshItems(session);
    return source;
  }

  #refreshItems(session: Session): void {
    session.items.refresh().catch((error: unknown) => { this.#say(describe(error), 'bad'); });
  }

  #apply(item: SessionStreamItem, source: Source): void {
    this.#facts.apply(item, new Date());
    switch (item.kind) {
      case 'started':
        this.#setState(item.state);
        break;
      case 'events':
      case 'snapshot':
        for (const event of item.events) {
          this.#applyEvent(event, source, item.kind === 'events');
        }
        this.#trendData.tick(Date.parse(item.events.at(-1)?.workerTime ?? '') / 1000);
        break;
      case 'state':
        if (source.key === '') {
          this.#setState(item.state, item.fault?.message);
        }
        break;
      case 'access':
        this.#say(describeAccess(item), 'uncertain');
        // Otherwise the rows that the user may no longer see would remain and look current.
        this.#refreshItems(source.session);
        break;
      case 'gap':
      case 'lagged':
      case 'idle':
      case 'mode':
        break;
    }
  }

  #applyEvent(event: MxEvent, { session, key }: Source, live: boolean): void {
    if (live) {
      this.#write.apply(event);
    }
    if (event.family !== 'OnDataChange') {
      return;
    }
    const row = this.#model.apply(event, key);
    if (!row.named) {
      // Looks up the name of an item that another client added.
      session.items.get(event.serverHandle, event.itemHandle);
    }
    if (this.#chosen.has(row.key)) {
      const value = qualityClass(event.quality) === 'bad' ? null : (toNumber(event) ?? null);
      this.#trendData.add(row.key, Date.parse(event.workerTime) / 1000, value);
    }
  }

  #tick(row: LiveRow, on: boolean): boolean {
    if (!on) {
      this.#untick(row.key);
      return true;
    }
    const problem = whyNoTrend(row);
    if (problem !== undefined) {
      this.#say(problem, 'uncertain');
      return false;
    }
    if (this.#chosen.size >= maxTrends) {
      this.#say(`The trend shows at most ${maxTrends} items. Remove one first.`, 'uncertain');
      return false;
    }
    this.#chosen.set(row.key, row.origin === undefined ? row.reference : `${row.origin}: ${row.reference}`);
    this.#trendData.choose(row.key);
    const now = row.dataType === undefined ? undefined : toNumber({ dataType: row.dataType, value: row.value });
    if (now !== undefined && this.#trendData.latest > 0) {
      // The line starts with the current value, so that an item that seldom changes is visible at once.
      this.#trendData.add(row.key, this.#trendData.latest, now);
    }
    this.#trend.show(this.#chosen);
    return true;
  }

  #untick(key: string): void {
    this.#chosen.delete(key);
    this.#trendData.drop(key);
    this.#trend.show(this.#chosen);
  }

  #setState(state: SessionState, reason?: string): void {
    setText(this.#statePill, state);
    this.#statePill.dataset['state'] = state;
    const stale = state === 'faulted' || state === 'detached' || state === 'closing' || state === 'closed';
    this.#root.classList.toggle('stale', stale);
    if (stale) {
      this.#say(`The session is ${state}: the values below are out of date.${reason === undefined ? '' : ` ${reason}`}`, 'bad');
    } else {
      this.#say('', undefined);
    }
  }

  #ended(text: string, target: LiveTarget): void {
    forgetView(keyOf(target));
    this.#root.classList.add('stale');
    this.#say(text, 'bad');
  }

  #save(): void {
    const stream = this.#stream;
    if (this.#target === undefined || stream === undefined || stream.status === 'ended') {
      return;
    }
    const rows = this.#model.save();
    if (stream instanceof EventStream) {
      if (stream.position !== undefined) {
        saveView(keyOf(this.#target), { position: stream.position, rows });
      }
    } else if (rows.length > 0) {
      saveView(keyOf(this.#target), { cursor: stream.cursor, rows });
    }
  }

  #say(text: string, kind: 'bad' | 'uncertain' | undefined): void {
    setText(this.#banner, text);
    this.#banner.hidden = text === '';
    this.#banner.className = `banner ${kind ?? ''}`;
  }
}
