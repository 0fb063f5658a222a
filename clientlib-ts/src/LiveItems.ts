import { Backoff, type BackoffOptions } from './backoff.js';
import { CatchUp } from './CatchUp.js';
import type { ConnectionStateChange } from './ConnectionKeeper.js';
import type { DataChangeEvent, MxEvent } from './contracts.js';
import { GatewayError, MxAccessError, toGatewayError } from './errors.js';
import type { SessionStreamItem } from './eventsRequest.js';
import type { EventStream } from './EventStream.js';
import { statusesOf, succeeded } from './guards.js';
import { ItemWriter } from './ItemWriter.js';
import type { LiveChanges, LiveItemState, LiveItemsRequest, LiveNotice, LiveStatus, WaitingWriteOptions, WriteCompletion } from './liveContracts.js';
import { LiveOutlet } from './LiveOutlet.js';
import { findOrOpen, type LiveHost, subscribeMissing } from './liveSession.js';
import type { Session } from './Session.js';
import { statusText } from './statusText.js';
import { pause, type Timers } from './timers.js';
import type { MxValueInput } from './values.js';

const maxFirstValuesMs = 600_000;

export interface LiveItemsHost extends LiveHost {
  onState(listener: (change: ConnectionStateChange) => void): () => void;
}

export interface LiveItemsSettings {
  readonly backoff?: BackoffOptions | undefined;
  readonly timers: Timers;
}

/**
 * Items by name, as they are now. The session is found by name or opened and kept open by being read; the items are added and advised
 * where they are not yet, and again in a new session when the old one is gone. What was lost or made anew is told in `notices`.
 */
export class LiveItems implements AsyncIterableIterator<LiveChanges, undefined> {
  readonly #host: LiveItemsHost;
  readonly #request: LiveItemsRequest;
  readonly #settings: LiveItemsSettings;
  readonly #outlet: LiveOutlet;
  readonly #end = new AbortController();
  readonly #stopListening: () => void;
  #session: Session | undefined;
  #stream: EventStream | undefined;
  #writer: ItemWriter | undefined;
  #subscribing: Promise<void> = Promise.resolve();
  #connected = true;
  /** Why the session before cannot be read any more, until there is another one: what fails in between is not the cause. */
  #lost: GatewayError | undefined;

  constructor(host: LiveItemsHost, references: readonly string[], request: LiveItemsRequest, settings: LiveItemsSettings) {
    this.#host = host;
    this.#request = request;
    this.#settings = settings;
    this.#outlet = new LiveOutlet(references);
    this.#stopListening = host.onState((change) => { this.#connection(change); });
    request.signal?.addEventListener('abort', this.#onAbort);
    if (request.signal?.aborted === true) {
      this.#onAbort();
    } else {
      void this.#run();
    }
  }

  get status(): LiveStatus {
    return this.#outlet.status;
  }

  /** The item as it is known now; undefined when it is not among the live items. */
  get(reference: string): LiveItemState | undefined {
    return this.#outlet.get(reference);
  }

  /** All items as they are known now. */
  all(): readonly LiveItemState[] {
    return this.#outlet.all();
  }

  /** Resolves when the items are subscribed. While there is no session, they are subscribed with the others later. */
  async add(references: readonly string[]): Promise<void> {
    this.#outlet.add(references);
    const session = this.#session;
    const stream = this.#stream;
    if (session === undefined || stream === undefined || this.#outlet.missing().length === 0) {
      return;
    }
    try {
      await this.#subscribe(session);
      await this.#refresh(stream);
    } catch (error) {
      // The next session gets all items.
      if (this.#stream === stream) {
        throw error;
      }
    }
  }

  /**
   * Waits until each item has its first value or a `problem`, such as a reference that does not exist or is refused. An item that has neither
   * after the wait gets a problem that says so; its value may still come.
   *
   * @param waitMs From 1 to 600 000 milliseconds.
   * @returns All items.
   * @throws GatewayError when the items cannot be read, see `status`; `StreamEnded` when they were closed.
   */
  async firstValues(waitMs: number): Promise<readonly LiveItemState[]> {
    if (!(waitMs >= 1 && waitMs <= maxFirstValuesMs)) {
      throw new GatewayError('InvalidArgument', `waitMs is ${waitMs}; it must be from 1 to ${maxFirstValuesMs}.`);
    }
    const over = new AbortController();
    try {
      return await this.#outlet.firstValues(pause(this.#settings.timers, waitMs, over.signal), waitMs);
    } finally {
      over.abort();
    }
  }

  /** The items are shown no longer. They stay advised in the session, because another client may show them. */
  remove(references: readonly string[]): void {
    this.#outlet.remove(references);
  }

  /**
   * Writes and waits for the completion. A refusal by the platform is a result; a write that was not accepted, or whose outcome is not
   * known, throws.
   *
   * @throws GatewayError `CommandTimedOut` after the deadline, `OutcomeUnknown` when the session or events were lost meanwhile,
   * `NotFound` when the item has no value, `SessionNotReady` while there is no session.
   */
  write(reference: string, value: MxValueInput, options: WaitingWriteOptions = {}): Promise<WriteCompletion> {
    const session = this.#session;
    if (session === undefined) {
      return Promise.reject(new GatewayError('SessionNotReady', `There is no session at the moment: ${this.status.message} Try again when the items are live.`));
    }
    this.#writer ??= new ItemWriter(session, this.#settings.timers);
    return this.#writer.write(reference, value, options);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<LiveChanges, undefined>> {
    return this.#outlet.next();
  }

  async return(): Promise<IteratorResult<LiveChanges, undefined>> {
    await this.close();
    return { done: true, value: undefined };
  }

  /** Ends the reading. The session stays open as long as its lease says. */
  async close(): Promise<void> {
    this.#finish(undefined);
    await this.#writer?.close().catch(() => undefined);
  }

  readonly #onAbort = (): void => {
    this.#finish({ error: this.#request.signal?.reason });
    void this.#writer?.close().catch(() => undefined);
  };

  #finish(failure: { readonly error: unknown } | undefined): void {
    this.#end.abort();
    this.#stopListening();
    this.#request.signal?.removeEventListener('abort', this.#onAbort);
    this.#outlet.finish({ state: 'closed', message: 'The live items were closed.' }, failure);
  }

  async #run(): Promise<void> {
    const backoff = new Backoff(this.#settings.backoff);
    for (;;) {
      const after = await this.#readUntilEnd(backoff);
      if (this.#end.signal.aborted) {
        this.#leaveSession();
        return;
      }
      if (after?.duty === 'giveUp') {
        this.#leaveSession();
        this.#refuse(after);
        return;
      }
      this.#lost ??= after;
      this.#restore(after);
      if (after !== undefined) {
        await pause(this.#settings.timers, backoff.next(after.retryAfterMs), this.#end.signal);
      }
    }
  }

  #restore(after: GatewayError | undefined): void {
    if (after !== undefined) {
      this.#leaveSession();
      this.#outlet.stale({ state: 'restoring', code: after.code, message: `The items are being restored: ${after.message}` });
    } else {
      // The session stays, and with it its writer.
      this.#stream = undefined;
      this.#outlet.stale({ state: 'restoring', message: 'The caller\'s rights have changed; the items are read anew.' });
    }
  }

  #refuse(why: GatewayError): void {
    this.#stopListening();
    this.#request.signal?.removeEventListener('abort', this.#onAbort);
    this.#outlet.finish({ state: 'refused', code: why.code, message: why.message }, { error: why });
  }

  /** Reads one session until it ends. Returns why; undefined when it is to be read anew because the caller's rights have changed. */
  async #readUntilEnd(backoff: Backoff): Promise<GatewayError | undefined> {
    try {
      return await this.#readSession(backoff);
    } catch (error) {
      return error instanceof MxAccessError ? new GatewayError('Internal', error.message, { cause: error }) : toGatewayError(error);
    }
  }

  #leaveSession(): void {
    void this.#writer?.close().catch(() => undefined);
    this.#session = undefined;
    this.#stream = undefined;
    this.#writer = undefined;
  }

  async #readSession(backoff: Backoff): Promise<GatewayError | undefined> {
    const { session, opened } = await findOrOpen(this.#host, this.#request);
    this.#outlet.beginSession();
    do {
      await this.#subscribe(session);
    } while (this.#outlet.missing().length > 0);
    if (this.#end.signal.aborted) {
      return undefined;
    }
    const stream = session.events({ ...this.#reading(), snapshot: 'always', signal: this.#end.signal });
    if (this.#session?.sessionId !== session.sessionId) {
      this.#leaveSession();
    }
    this.#stream = stream;
    this.#session = session;
    this.#outlet.notice({ kind: 'session', sessionId: session.sessionId, opened, after: this.#lost?.code });
    this.#lost = undefined;
    return this.#read(session, stream, backoff);
  }

  async #read(session: Session, stream: EventStream, backoff: Backoff): Promise<GatewayError | undefined> {
    const catchUp = new CatchUp(this.#outlet);
    for await (const item of stream) {
      if (item.kind === 'events' || item.kind === 'idle') {
        // A session that only starts streaming and ends again proves nothing.
        backoff.reset();
      }
      if (item.kind === 'access') {
        // Items may have become visible or invisible: what is shown is what a new reading shows.
        return undefined;
      }
      this.#take(session, item, catchUp);
    }
    return new GatewayError('SessionClosed', 'The session was closed.');
  }

  /** One at a time, so that an item that is wanted twice at once is added once. */
  #subscribe(session: Session): Promise<void> {
    const work = this.#subscribing.catch(() => undefined).then(async () => {
      const references = this.#outlet.missing();
      this.#outlet.subscribed(references, await subscribeMissing(session, references, this.#request.supervisory ?? false));
    });
    this.#subscribing = work;
    return work;
  }

  #reading(): { mode: 'conflate'; filter: { families: readonly ['OnDataChange'] }; flushIntervalMs: number } {
    return { mode: 'conflate', filter: { families: ['OnDataChange'] }, flushIntervalMs: this.#request.flushIntervalMs ?? 100 };
  }

  /** @throws GatewayError when the session cannot be read any more. */
  #take(session: Session, item: SessionStreamItem, catchUp: CatchUp): void {
    switch (item.kind) {
      case 'started':
        this.#becomeLive(session);
        catchUp.begin(item);
        break;
      case 'snapshot':
        this.#outlet.values(item.events.filter(isDataChange), problemOf);
        catchUp.snapshot();
        break;
      case 'events':
        this.#outlet.values(item.events.filter(isDataChange), problemOf);
        catchUp.reach(item.last);
        break;
      case 'idle':
        catchUp.reach(item.sequence);
        break;
      case 'gap':
        this.#outlet.gap(gapNotice(item.reason, item.missed));
        catchUp.gap();
        if (item.reason === 'epochChanged') {
          throw new GatewayError('WorkerLost', 'The session has another worker, which has none of the items.');
        }
        break;
      case 'state':
        if (item.state === 'faulted' || item.state === 'closed') {
          throw new GatewayError(item.state === 'faulted' ? 'SessionFaulted' : 'SessionClosed', item.fault?.message ?? 'The session has ended.');
        }
        break;
      default:
        break;
    }
  }

  #becomeLive({ sessionId }: Session): void {
    // What was received may be read after the connection was lost; the next subscription begins with this item again.
    if (this.#connected) {
      this.#outlet.live({ state: 'live', message: 'The items are live.', sessionId });
    }
  }

  /** Asks for a snapshot: an item that was advised already has no first callback to come. */
  async #refresh(stream: EventStream): Promise<void> {
    let before: number;
    do {
      // A subscription that continued meanwhile did so from its position, without a snapshot.
      before = stream.resumes;
      await stream.update({ ...this.#reading(), snapshot: true });
    } while (stream.resumes !== before);
  }

  #connection({ state, error }: ConnectionStateChange): void {
    this.#connected = state === 'connected';
    if (!this.#connected && this.#stream !== undefined) {
      this.#outlet.stale({ state: 'restoring', code: error?.code ?? 'ConnectionLost', message: 'The connection to the gateway was lost and is being restored.' });
    }
  }
}

function isDataChange(event: MxEvent): event is DataChangeEvent {
  return event.family === 'OnDataChange';
}

function problemOf(event: DataChangeEvent): string | undefined {
  return succeeded(event) ? undefined : statusesOf(event).filter(({ success }) => success === 0).map(statusText).join('; ');
}

function gapNotice(reason: Extract<LiveNotice, { kind: 'gap' }>['reason'], missed: number | undefined): LiveNotice {
  return { kind: 'gap', reason, missed };
}
