import { Backoff, type BackoffOptions } from './backoff.js';
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
    await this.#subscribe(session);
    // An item that was advised already has no first callback to come.
    await stream.update({ ...this.#reading(), snapshot: true });
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
    let after: GatewayError | undefined;
    for (;;) {
      try {
        await this.#readSession(after, backoff);
        after = new GatewayError('SessionClosed', 'The session was closed.');
      } catch (error) {
        after = error instanceof MxAccessError ? new GatewayError('Internal', error.message, { cause: error }) : toGatewayError(error);
      }
      this.#leaveSession();
      if (this.#end.signal.aborted) {
        return;
      }
      if (after.duty === 'giveUp') {
        this.#stopListening();
        this.#request.signal?.removeEventListener('abort', this.#onAbort);
        this.#outlet.finish({ state: 'refused', code: after.code, message: after.message }, { error: after });
        return;
      }
      this.#outlet.stale({ state: 'restoring', code: after.code, message: `The items are being restored: ${after.message}` });
      await pause(this.#settings.timers, backoff.next(after.retryAfterMs), this.#end.signal);
    }
  }

  #leaveSession(): void {
    void this.#writer?.close().catch(() => undefined);
    this.#session = undefined;
    this.#stream = undefined;
    this.#writer = undefined;
  }

  async #readSession(after: GatewayError | undefined, backoff: Backoff): Promise<void> {
    const { session, opened } = await findOrOpen(this.#host, this.#request);
    this.#outlet.beginSession();
    do {
      await this.#subscribe(session);
    } while (this.#outlet.missing().length > 0);
    if (this.#end.signal.aborted) {
      return;
    }
    this.#stream = session.events({ ...this.#reading(), snapshot: 'always', signal: this.#end.signal });
    this.#session = session;
    this.#outlet.notice({ kind: 'session', sessionId: session.sessionId, opened, after: after?.code });
    for await (const item of this.#stream) {
      if (item.kind === 'events' || item.kind === 'idle') {
        // A session that only starts streaming and ends again proves nothing.
        backoff.reset();
      }
      this.#take(session, item);
    }
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

  #take(session: Session, item: SessionStreamItem): void {
    switch (item.kind) {
      case 'started':
        this.#outlet.live({ state: 'live', message: 'The items are live.', sessionId: session.sessionId });
        break;
      case 'snapshot':
      case 'events':
        this.#outlet.values(item.events.filter(isDataChange), problemOf);
        break;
      case 'gap':
        this.#outlet.notice(gapNotice(item.reason, item.missed));
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

  #connection({ state, error }: ConnectionStateChange): void {
    if (state !== 'connected' && this.#stream !== undefined) {
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
