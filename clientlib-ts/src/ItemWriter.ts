import type { MxEvent } from './contracts.js';
import { GatewayError } from './errors.js';
import { statusesOf, succeeded } from './guards.js';
import type { WaitingWriteOptions, WriteCompletion } from './liveContracts.js';
import { referenceKey } from './liveSession.js';
import type { Session } from './Session.js';
import { statusText } from './statusText.js';
import type { Timers } from './timers.js';
import type { MxValueInput } from './values.js';

const maxWrites = 1_000;

interface Waiter {
  resolve(completion: WriteCompletion): void;
  reject(error: GatewayError): void;
}

/**
 * Writes that wait for their completion. MXAccess names a completion by server handle and item handle only, so two writes in flight on one
 * item cannot be told apart. The writer therefore has a registration of its own, on which nobody else writes, and sends the next write of
 * an item when the one before has completed. An item whose write was given up is not used again, so that a late completion is never
 * taken for that of another write.
 */
export class ItemWriter {
  readonly #session: Session;
  readonly #timers: Timers;
  readonly #handles = new Map<string, number>();
  readonly #turns = new Map<string, Promise<void>>();
  readonly #waiting = new Map<number, Waiter>();
  readonly #abandoned = new Set<number>();
  readonly #end = new AbortController();
  #ready: Promise<number> | undefined;
  #count = 0;

  constructor(session: Session, timers: Timers) {
    this.#session = session;
    this.#timers = timers;
  }

  async write(reference: string, value: MxValueInput, options: WaitingWriteOptions = {}): Promise<WriteCompletion> {
    if (this.#count >= maxWrites) {
      throw new GatewayError('TooManyPendingCommands', `At most ${maxWrites} writes can wait at a time. Wait for some to complete.`);
    }
    const timeoutMs = options.timeoutMs ?? 30_000;
    const limit = new AbortController();
    const abort = (): void => { limit.abort(options.signal?.reason); };
    const cancel = this.#timers.after(timeoutMs, () => {
      limit.abort(new GatewayError('CommandTimedOut', `The write of ${reference} did not complete within ${timeoutMs} ms. It may still take effect: read the item.`));
    });
    options.signal?.addEventListener('abort', abort);
    if (options.signal?.aborted === true) {
      abort();
    }
    this.#count += 1;
    try {
      return await this.#inTurn(referenceKey(reference), limit.signal, () => this.#send(reference, value, { ...options, timeoutMs, signal: limit.signal }));
    } finally {
      this.#count -= 1;
      cancel();
      options.signal?.removeEventListener('abort', abort);
    }
  }

  /** What still waits fails with `OutcomeUnknown`. The registration is given back. */
  async close(): Promise<void> {
    this.#fail('The writer was closed');
    this.#end.abort();
    const registered = await this.#ready?.catch(() => undefined);
    if (registered !== undefined) {
      await this.#session.unregister(registered);
    }
  }

  async #inTurn<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(key);
    let done = (): void => undefined;
    const own = new Promise<void>((resolve) => { done = resolve; });
    const turn = Promise.all([before, own]).then(() => undefined);
    this.#turns.set(key, turn);
    try {
      await within(signal, before ?? Promise.resolve());
      return await work();
    } finally {
      done();
      if (this.#turns.get(key) === turn) {
        this.#turns.delete(key);
      }
    }
  }

  async #send(reference: string, value: MxValueInput, { signal, timeoutMs, userId }: WaitingWriteOptions & { readonly signal: AbortSignal; readonly timeoutMs: number }): Promise<WriteCompletion> {
    this.#ready ??= this.#start().catch((error: unknown) => {
      this.#ready = undefined;
      throw error;
    });
    const serverHandle = await within(signal, this.#ready);
    const itemHandle = await within(signal, this.#handleOf(serverHandle, reference, timeoutMs));
    const completion = new Promise<WriteCompletion>((resolve, reject) => { this.#waiting.set(itemHandle, { resolve, reject }); });
    completion.catch(() => undefined);
    let answered = false;
    try {
      await within(signal, this.#session.write(serverHandle, itemHandle, value, userId ?? 0).catch((error: unknown) => {
        answered = !(error instanceof GatewayError) || error.duty !== 'outcomeUnknown';
        throw error;
      }));
      const result = await within(signal, completion);
      answered = true;
      return result;
    } finally {
      this.#waiting.delete(itemHandle);
      if (!answered) {
        this.#abandoned.add(itemHandle);
        this.#handles.delete(referenceKey(reference));
      }
    }
  }

  async #handleOf(serverHandle: number, reference: string, firstValuesMs: number): Promise<number> {
    const known = this.#handles.get(referenceKey(reference));
    if (known !== undefined) {
      return known;
    }
    // MXAccess refuses a write before the first value of the item has come.
    const [result] = await this.#session.subscribeBulk(serverHandle, [reference], { firstValuesMs });
    const itemHandle = result?.itemHandle;
    if (itemHandle === undefined || result === undefined || result.hresult < 0 || result.value === undefined || !succeeded(result)) {
      if (itemHandle !== undefined) {
        await this.#session.unsubscribeBulk(serverHandle, [itemHandle]);
      }
      throw new GatewayError('NotFound', `${reference} cannot be written: ${result?.diagnostic ?? 'it has no value yet'}.`);
    }
    if (this.#abandoned.has(itemHandle)) {
      throw new GatewayError('OutcomeUnknown', `An earlier write of ${reference} has not completed yet. This one was not sent.`);
    }
    this.#handles.set(referenceKey(reference), itemHandle);
    return itemHandle;
  }

  /** The completions are read before the first write is sent. */
  async #start(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#read(resolve).then(() => { this.#ended('SessionClosed', reject); }, (error: unknown) => {
        this.#ended(error instanceof GatewayError ? error.code : 'UnknownError', reject);
      });
    });
    return this.#session.register(`mxgateway writer ${crypto.randomUUID()}`);
  }

  async #read(started: () => void): Promise<void> {
    for await (const item of this.#session.events({ filter: { families: ['OnWriteComplete'] }, signal: this.#end.signal })) {
      if (item.kind === 'started') {
        started();
      } else if (item.kind === 'gap') {
        this.#fail('Events were lost');
      } else if (item.kind === 'events') {
        const own = await this.#ready?.catch(() => undefined);
        item.events.filter(({ serverHandle }) => serverHandle === own).forEach((event) => { this.#complete(event); });
      }
    }
  }

  #complete(event: MxEvent): void {
    const statuses = statusesOf(event);
    if (statuses.length > 0 && statuses.every(({ category }) => category === 'Pending')) {
      return; // The outcome is still to come.
    }
    if (this.#abandoned.delete(event.itemHandle)) {
      void this.#session.unsubscribeBulk(event.serverHandle, [event.itemHandle]).catch(() => undefined);
      return;
    }
    const good = succeeded(event);
    this.#waiting.get(event.itemHandle)?.resolve({
      succeeded: good, statuses, workerTime: event.workerTime,
      message: good ? 'The value was written.' : `The write was refused: ${statuses.filter(({ success }) => success === 0).map(statusText).join('; ')}.`,
    });
  }

  #ended(code: string, reject: (error: GatewayError) => void): void {
    this.#fail(`The session's events ended (${code})`);
    this.#ready = undefined;
    this.#handles.clear();
    reject(new GatewayError('SessionClosed', `The completions of the session cannot be read (${code}).`));
  }

  #fail(why: string): void {
    for (const waiter of this.#waiting.values()) {
      waiter.reject(new GatewayError('OutcomeUnknown', `${why} before the write completed. It may have taken effect: read the item.`));
    }
  }
}

function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => { reject(signal.reason as Error); };
    if (signal.aborted) {
      work.catch(() => undefined);
      abort();
      return;
    }
    signal.addEventListener('abort', abort);
    work.then(resolve, reject).finally(() => { signal.removeEventListener('abort', abort); });
  });
}
