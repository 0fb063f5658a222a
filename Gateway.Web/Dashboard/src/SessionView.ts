import { type EventStream, GatewayError, type MxEvent, qualityClass, type Session, type SessionState, type SessionStreamItem, toNumber } from '@mxgateway/client';
import { AddItems } from './AddItems.ts';
import { byId, setText } from './dom.ts';
import { LiveModel, type LiveRow } from './LiveModel.ts';
import { describe, describeAccess } from './problems.ts';
import { forgetView, loadView, saveView } from './savedView.ts';
import { StreamFacts } from './StreamFacts.ts';
import { StreamPanel } from './StreamPanel.ts';
import { TableView } from './TableView.ts';
import { TrendData } from './TrendData.ts';
import { maxTrends, TrendView } from './TrendView.ts';
import { WriteBox } from './WriteBox.ts';

/** A page draws at most this often, so the server may collect events for as long (milliseconds): far fewer messages. */
const flushIntervalMs = 40;

/** The chosen session: reads its stream and shows it. */
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
  readonly #add = new AddItems();
  readonly #panel = new StreamPanel();
  readonly #onError: (error: unknown) => void;
  #model = new LiveModel();
  #facts = new StreamFacts();
  #session: Session | undefined;
  #stream: EventStream | undefined;
  #stopItems: (() => void) | undefined;

  /** `onError` is told why a stream ended. */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
    this.#write = new WriteBox(() => this.#model);
    this.#table = new TableView({
      onTick: (row, on) => this.#tick(row, on),
      onPick: (row) => { this.#write.pick(row); },
    });
    this.#trend = new TrendView(this.#trendData, (key) => {
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

  get sessionId(): string | undefined {
    return this.#session?.sessionId;
  }

  /** Leaves the session shown so far and shows another; undefined shows none. */
  show(session: Session | undefined, title: string, state: SessionState): void {
    this.#leave();
    this.#session = session;
    this.#root.hidden = session === undefined;
    byId('choose', HTMLElement).hidden = session !== undefined;
    this.#write.use(session);
    this.#add.use(session);
    if (session === undefined) {
      return;
    }
    setText(this.#title, title);
    this.#setState(state);
    this.#stopItems = session.items.onChange((items) => {
      this.#model.setItems(items);
      this.#write.setNames([...this.#model.rows.values()].map((row) => row.reference));
    });
    void this.#read(session);
  }

  /** Another viewer's removals come as no event: the number of items is what tells of them. */
  noteItemCount(count: number | undefined): void {
    if (this.#session !== undefined && count !== undefined && count !== this.#session.items.all().length) {
      this.#session.items.refresh().catch((error: unknown) => { this.#say(describe(error), 'bad'); });
    }
  }

  #leave(): void {
    this.#save();
    this.#stopItems?.();
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

  async #read(session: Session): Promise<void> {
    const saved = loadView(session.sessionId);
    this.#model.restore(saved?.rows ?? []);
    const stream = session.events({
      snapshot: 'always', flushIntervalMs,
      ...(saved === undefined ? {} : { resumeAfter: saved.position.sequence, epoch: saved.position.epoch }),
    });
    this.#stream = stream;
    try {
      session.items.refresh().catch((error: unknown) => { this.#say(describe(error), 'bad'); });
      for await (const item of stream) {
        if (this.#stream !== stream) {
          return;
        }
        this.#apply(item, session);
      }
      if (this.#stream === stream) {
        this.#ended('The session was closed.', session);
      }
    } catch (error) {
      if (this.#stream === stream) {
        const gone = error instanceof GatewayError && error.duty === 'startOver';
        this.#ended(gone ? `${describe(error)} Choose another session or open a new one.` : describe(error), session);
        this.#onError(error);
      }
    }
  }

  #apply(item: SessionStreamItem, session: Session): void {
    this.#facts.apply(item, new Date());
    switch (item.kind) {
      case 'started':
        this.#setState(item.state);
        break;
      case 'events':
      case 'snapshot':
        for (const event of item.events) {
          this.#applyEvent(event, session, item.kind === 'events');
        }
        this.#trendData.tick(Date.parse(item.events.at(-1)?.workerTime ?? '') / 1000);
        break;
      case 'state':
        this.#setState(item.state, item.fault?.message);
        break;
      case 'access':
        this.#say(describeAccess(item), 'uncertain');
        // Rows that may not be seen any more would stay and look alive.
        session.items.refresh().catch((error: unknown) => { this.#say(describe(error), 'bad'); });
        break;
      case 'gap':
      case 'lagged':
      case 'idle':
      case 'mode':
        break;
    }
  }

  #applyEvent(event: MxEvent, session: Session, live: boolean): void {
    if (live) {
      this.#write.apply(event);
    }
    if (event.family !== 'OnDataChange') {
      return;
    }
    const row = this.#model.apply(event);
    if (!row.named) {
      // Asks for the names of handles that somebody else added.
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
    if (this.#chosen.size >= maxTrends) {
      this.#say(`The trend shows at most ${maxTrends} items: remove one first.`, 'uncertain');
      return false;
    }
    this.#chosen.set(row.key, row.reference);
    this.#trendData.choose(row.key);
    const now = row.dataType === undefined ? undefined : toNumber({ dataType: row.dataType, value: row.value });
    if (now !== undefined && this.#trendData.latest > 0) {
      // Starts with what is known, so that an item that seldom changes is seen at once.
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
      this.#say(`The session is ${state}: values below are old.${reason === undefined ? '' : ` ${reason}`}`, 'bad');
    } else {
      this.#say('', undefined);
    }
  }

  #ended(text: string, session: Session): void {
    forgetView(session.sessionId);
    this.#root.classList.add('stale');
    this.#say(text, 'bad');
  }

  #save(): void {
    const position = this.#stream?.position;
    if (this.#session !== undefined && position !== undefined && this.#stream?.status !== 'ended') {
      saveView(this.#session.sessionId, { position, rows: this.#model.save() });
    }
  }

  #say(text: string, kind: 'bad' | 'uncertain' | undefined): void {
    setText(this.#banner, text);
    this.#banner.hidden = text === '';
    this.#banner.className = `banner ${kind ?? ''}`;
  }
}
