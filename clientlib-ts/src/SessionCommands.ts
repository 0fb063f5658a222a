import type { MxCommand, MxItemResult, MxReply, MxWrite, SessionItems, WireValue, WorkerInfo } from './commands.js';
import { GatewayError, MxAccessError } from './errors.js';
import { withFirstValues, withoutFirstValues } from './firstValues.js';
import { toWireValue, type MxStatus, type MxValueInput } from './values.js';

/** One element of a bulk write, with the values an application has. */
export interface WriteInput {
  readonly itemHandle: number;
  readonly value: MxValueInput;
  /** Write2Bulk and WriteSecured2Bulk: the item time. */
  readonly timestamp?: MxValueInput | undefined;
  /** User id, 0 for none; for secured writes the current user. */
  readonly userId?: number | undefined;
  readonly verifierUserId?: number | undefined;
}

export interface AdviseOptions {
  /** True for AdviseSupervisory instead of Advise. */
  readonly supervisory?: boolean | undefined;
}

export interface SubscribeOptions extends AdviseOptions {
  /**
   * How long to wait for the first value of each item, milliseconds; without it there is no waiting. Then each result has the item's
   * value, quality and statuses, and its diagnostic says what is wrong, such as a reference that does not exist. This costs a ReadBulk
   * after the SubscribeBulk: a second round trip, and for each item whose value is not known yet one item that the worker advises for a moment.
   * The wait and 5 s more must be within the gateway's longest deadline (`Gateway:Commands:MaxTimeoutMs`); otherwise the diagnostics say
   * so. Items stay subscribed whatever becomes of the wait.
   */
  readonly firstValuesMs?: number | undefined;
}

export interface SecuredUsersInput {
  readonly currentUserId: number;
  /** The second user of a verified write; 0 for none. */
  readonly verifierUserId: number;
}

/**
 * The MXAccess methods, one each. Arguments are the component's, in its order. All of them throw {@link MxAccessError} when
 * the component answers with a failing HRESULT, and {@link GatewayError} when there was no answer. Bulk forms give one
 * result per element instead and throw only when the command as a whole failed.
 */
export abstract class SessionCommands {
  /**
   * Runs one command. A failing HRESULT is in the reply, not thrown.
   *
   * @throws GatewayError when there was no answer; with duty `outcomeUnknown` the command may have run.
   */
  abstract invoke(command: MxCommand): Promise<MxReply>;

  /** The server handle that all other calls need. The name is shown to the platform. */
  register(clientName: string): Promise<number> {
    return this.#handle({ method: 'Register', clientName });
  }

  unregister(serverHandle: number): Promise<void> {
    return this.#done({ method: 'Unregister', serverHandle });
  }

  /** The item's handle. A reference that does not exist fails later, by an event with a bad quality or status. */
  addItem(serverHandle: number, itemDefinition: string): Promise<number> {
    return this.#handle({ method: 'AddItem', serverHandle, itemDefinition });
  }

  /** As {@link addItem}; relative references start from the context object. */
  addItem2(serverHandle: number, itemDefinition: string, itemContext: string): Promise<number> {
    return this.#handle({ method: 'AddItem2', serverHandle, itemDefinition, itemContext });
  }

  addBufferedItem(serverHandle: number, itemDefinition: string, itemContext: string): Promise<number> {
    return this.#handle({ method: 'AddBufferedItem', serverHandle, itemDefinition, itemContext });
  }

  removeItem(serverHandle: number, itemHandle: number): Promise<void> {
    return this.#done({ method: 'RemoveItem', serverHandle, itemHandle });
  }

  advise(serverHandle: number, itemHandle: number): Promise<void> {
    return this.#done({ method: 'Advise', serverHandle, itemHandle });
  }

  unAdvise(serverHandle: number, itemHandle: number): Promise<void> {
    return this.#done({ method: 'UnAdvise', serverHandle, itemHandle });
  }

  adviseSupervisory(serverHandle: number, itemHandle: number): Promise<void> {
    return this.#done({ method: 'AdviseSupervisory', serverHandle, itemHandle });
  }

  suspend(serverHandle: number, itemHandle: number): Promise<MxStatus> {
    return this.#status({ method: 'Suspend', serverHandle, itemHandle });
  }

  activate(serverHandle: number, itemHandle: number): Promise<MxStatus> {
    return this.#status({ method: 'Activate', serverHandle, itemHandle });
  }

  /** The reply says only that the write was accepted; its outcome comes as an OnWriteComplete event. */
  async write(serverHandle: number, itemHandle: number, value: MxValueInput, userId = 0): Promise<void> {
    await this.#done({ method: 'Write', serverHandle, itemHandle, value: toWireValue(value), userId });
  }

  /** As {@link write}, with the item time. */
  async write2(serverHandle: number, itemHandle: number, value: MxValueInput, timestamp: MxValueInput, userId = 0): Promise<void> {
    await this.#done({
      method: 'Write2', serverHandle, itemHandle, value: toWireValue(value), timestamp: toWireValue(timestamp), userId,
    });
  }

  async writeSecured(serverHandle: number, itemHandle: number, users: SecuredUsersInput, value: MxValueInput): Promise<void> {
    await this.#done({
      method: 'WriteSecured', serverHandle, itemHandle, userId: users.currentUserId, verifierUserId: users.verifierUserId,
      value: toWireValue(value),
    });
  }

  async writeSecured2(
    serverHandle: number, itemHandle: number, users: SecuredUsersInput, value: MxValueInput, timestamp: MxValueInput,
  ): Promise<void> {
    await this.#done({
      method: 'WriteSecured2', serverHandle, itemHandle, userId: users.currentUserId, verifierUserId: users.verifierUserId,
      value: toWireValue(value), timestamp: toWireValue(timestamp),
    });
  }

  /** The user's id for writes. */
  authenticateUser(serverHandle: number, userName: string, password: string): Promise<number> {
    return this.#handle({ method: 'AuthenticateUser', serverHandle, userName, password });
  }

  /** The user's id for writes, from the user's GUID. */
  archestrAUserToId(serverHandle: number, userGuid: string): Promise<number> {
    return this.#handle({ method: 'ArchestrAUserToId', serverHandle, userGuid });
  }

  setBufferedUpdateInterval(serverHandle: number, updateIntervalMs: number): Promise<void> {
    return this.#done({ method: 'SetBufferedUpdateInterval', serverHandle, updateInterval: updateIntervalMs });
  }

  addItemBulk(serverHandle: number, itemDefinitions: readonly string[]): Promise<readonly MxItemResult[]> {
    return this.#results({ method: 'AddItemBulk', serverHandle, itemDefinitions });
  }

  adviseItemBulk(serverHandle: number, itemHandles: readonly number[], options: AdviseOptions | boolean = {}): Promise<readonly MxItemResult[]> {
    return this.#results({ method: 'AdviseItemBulk', serverHandle, itemHandles, supervisory: isSupervisory(options) });
  }

  removeItemBulk(serverHandle: number, itemHandles: readonly number[]): Promise<readonly MxItemResult[]> {
    return this.#results({ method: 'RemoveItemBulk', serverHandle, itemHandles });
  }

  unAdviseItemBulk(serverHandle: number, itemHandles: readonly number[]): Promise<readonly MxItemResult[]> {
    return this.#results({ method: 'UnAdviseItemBulk', serverHandle, itemHandles });
  }

  /** Adds and advises, and may wait for the first values. A boolean stands for `supervisory`. */
  async subscribeBulk(
    serverHandle: number, itemDefinitions: readonly string[], options: SubscribeOptions | boolean = {},
  ): Promise<readonly MxItemResult[]> {
    const subscribed = await this.#results({ method: 'SubscribeBulk', serverHandle, itemDefinitions, supervisory: isSupervisory(options) });
    const waitMs = typeof options === 'boolean' ? undefined : options.firstValuesMs;
    if (waitMs === undefined) {
      return subscribed;
    }
    const open = itemDefinitions.filter((_, index) => (subscribed[index]?.hresult ?? -1) >= 0);
    if (open.length === 0) {
      return subscribed;
    }
    try {
      const read = await this.#results({
        method: 'ReadBulk', serverHandle, itemDefinitions: open, readTimeoutMs: waitMs, timeoutMs: waitMs + readMarginMs,
      });
      return withFirstValues(subscribed, read);
    } catch (error) {
      if (error instanceof GatewayError) {
        // The caller needs the handles of what is subscribed.
        return withoutFirstValues(subscribed, error.message);
      }
      throw error;
    }
  }

  /** Unadvises and removes. */
  unsubscribeBulk(serverHandle: number, itemHandles: readonly number[]): Promise<readonly MxItemResult[]> {
    return this.#results({ method: 'UnsubscribeBulk', serverHandle, itemHandles });
  }

  async writeBulk(serverHandle: number, writes: readonly WriteInput[]): Promise<readonly MxItemResult[]> {
    return this.#results({ method: 'WriteBulk', serverHandle, writes: writes.map(toMxWrite) });
  }

  async write2Bulk(serverHandle: number, writes: readonly WriteInput[]): Promise<readonly MxItemResult[]> {
    return this.#results({ method: 'Write2Bulk', serverHandle, writes: writes.map(toMxWrite) });
  }

  async writeSecuredBulk(serverHandle: number, writes: readonly WriteInput[]): Promise<readonly MxItemResult[]> {
    return this.#results({ method: 'WriteSecuredBulk', serverHandle, writes: writes.map(toMxWrite) });
  }

  async writeSecured2Bulk(serverHandle: number, writes: readonly WriteInput[]): Promise<readonly MxItemResult[]> {
    return this.#results({ method: 'WriteSecured2Bulk', serverHandle, writes: writes.map(toMxWrite) });
  }

  /** The first value of each item. `readTimeoutMs`: how long to wait for it, milliseconds. Items that are advised are answered with what
   * is known of them (`cached`), unless that is older than `maxAgeMs`. */
  readBulk(serverHandle: number, itemDefinitions: readonly string[], readTimeoutMs?: number, maxAgeMs?: number): Promise<readonly MxItemResult[]> {
    const wait = readTimeoutMs === undefined ? {} : { readTimeoutMs };
    const age = maxAgeMs === undefined ? {} : { maxAgeMs };
    return this.#results({ method: 'ReadBulk', serverHandle, itemDefinitions, ...wait, ...age });
  }

  /** What is registered, added and advised. */
  async getSessionState(): Promise<SessionItems> {
    const reply = await this.#successful({ method: 'GetSessionState' });
    return required(reply.session, reply);
  }

  async getWorkerInfo(): Promise<WorkerInfo> {
    const reply = await this.#successful({ method: 'GetWorkerInfo' });
    return required(reply.worker, reply);
  }

  /** The time to the worker and back, milliseconds. */
  async ping(): Promise<number> {
    const start = performance.now();
    await this.#successful({ method: 'Ping' });
    return performance.now() - start;
  }

  async #successful(command: MxCommand): Promise<MxReply> {
    const reply = await this.invoke(command);
    if (reply.hresult < 0) {
      throw new MxAccessError(reply.method, reply.hresult, reply.diagnostic);
    }
    return reply;
  }

  async #done(command: MxCommand): Promise<void> {
    await this.#successful(command);
  }

  async #handle(command: MxCommand): Promise<number> {
    const reply = await this.#successful(command);
    return required(reply.returnValue, reply);
  }

  async #status(command: MxCommand): Promise<MxStatus> {
    const reply = await this.#successful(command);
    return required(reply.status, reply);
  }

  async #results(command: MxCommand): Promise<readonly MxItemResult[]> {
    const reply = await this.#successful(command);
    return required(reply.results, reply);
  }
}

/** What a ReadBulk may take longer than its wait for values, milliseconds. */
const readMarginMs = 5_000;

function isSupervisory(options: AdviseOptions | boolean): boolean {
  return typeof options === 'boolean' ? options : options.supervisory === true;
}

function toMxWrite(write: WriteInput): MxWrite {
  const optional: { timestamp?: WireValue; userId?: number; verifierUserId?: number } = {};
  if (write.timestamp !== undefined) {
    optional.timestamp = toWireValue(write.timestamp);
  }
  if (write.userId !== undefined) {
    optional.userId = write.userId;
  }
  if (write.verifierUserId !== undefined) {
    optional.verifierUserId = write.verifierUserId;
  }
  return { itemHandle: write.itemHandle, value: toWireValue(write.value), ...optional };
}

function required<T>(value: T | undefined, reply: MxReply): T {
  if (value === undefined) {
    throw new GatewayError('UnknownError', `The reply to ${reply.method} lacks its result.`);
  }
  return value;
}
