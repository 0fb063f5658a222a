import { appendFileSync } from 'node:fs';
import { WebSocket } from 'ws';
import { hubPath, isRecord, type Position } from '../src/wire.js';
import type { Launch, RunningClient } from '../src/run/launch.js';
import type { Task } from '../src/task.js';

const separator = '\u001e';

/** What a client does wrong; without any of these it keeps the rules. */
export interface Faults {
  /** Asks for a position that many events before its own, and does not look at what it has. */
  readonly asksBack?: number;
  /** Asks for a position that many events behind its own. */
  readonly asksAhead?: number;
  readonly forgetsPosition?: boolean;
  readonly forgetsEpoch?: boolean;
  /** Takes the epoch of `started` for its own at once. */
  readonly believesStarted?: boolean;
  readonly asksWith?: Readonly<Record<string, unknown>>;
  /** Drops events of these sequences. */
  readonly loses?: readonly number[];
  readonly reversesItems?: boolean;
  /** Stores the position of an item before its events. */
  readonly storesEarly?: boolean;
  readonly storesNothingAfter?: number;
  readonly hidesGaps?: boolean;
  readonly altersGaps?: boolean;
  /** Keeps the position that it had after a gap. */
  readonly ignoresAhead?: boolean;
  readonly logsLaggedAtOnce?: boolean;
  readonly hidesLagged?: boolean;
  readonly snapshotsAreEvents?: boolean;
  readonly passesGapBeforeSnapshot?: boolean;
  readonly ignoresIdle?: boolean;
  readonly ignoresRetryAfter?: boolean;
  readonly stopsAtGatewayStopping?: boolean;
  /** Connects again after so many milliseconds, always. */
  readonly reconnectMs?: number;
  readonly waitsForEver?: boolean;
  /** Takes no notice of the position that it is started with. */
  readonly beginsAnew?: boolean;
  readonly retriesRefusal?: boolean;
  readonly retriesGone?: boolean;
  readonly retriesForbidden?: boolean;
  readonly refusesMembers?: boolean;
  readonly refusesKinds?: boolean;
  readonly passesHoles?: boolean;
  readonly retriesHoles?: boolean;
  /** Ends when it receives something that it cannot read. */
  readonly diesOfHalfMessages?: boolean;
  readonly diesOfLargeMessages?: boolean;
  readonly trustsTypes?: boolean;
  readonly hidesEnd?: boolean;
  readonly usesEndedToken?: boolean;
}

interface Item extends Readonly<Record<string, unknown>> {
  readonly kind: string;
}

type Ending = { readonly how: 'lost' | 'completed' | 'again' } | { readonly how: 'failed'; readonly text: string };

/** A small client of the hub's JSON protocol, made wrong where the test says so. It runs in this process. */
export function badClient(faults: Faults = {}): Launch {
  return (task) => {
    const client = new BadClient(task, faults);
    return client.run();
  };
}

class BadClient {
  readonly #task: Task;
  readonly #faults: Faults;
  #token: string;
  #position: Position | undefined;
  /** The position that a gap with a snapshot to come leads to. */
  #beyondGap: Position | undefined;
  #streamEpoch = '';
  #lagged: Item | undefined;
  #attempts = 0;
  #violations = 0;
  #begun = false;
  #dead = false;
  #socket: WebSocket | undefined;

  constructor(task: Task, faults: Faults) {
    this.#task = task;
    this.#faults = faults;
    this.#token = task.token;
    const { resumeAfter, epoch } = task.request;
    this.#position = resumeAfter === undefined || epoch === undefined || faults.beginsAnew === true ? undefined : { epoch, sequence: resumeAfter };
  }

  run(): RunningClient {
    let kill: (code: null) => void = () => undefined;
    const killed = new Promise<null>((resolve) => { kill = resolve; });
    const exited = Promise.race([this.#loop(), killed]);
    return {
      exited, output: () => '',
      kill: () => {
        this.#dead = true;
        this.#socket?.terminate();
        kill(null);
      },
    };
  }

  async #loop(): Promise<number> {
    for (let failures = 0; !this.#dead;) {
      const before = this.#position;
      const ending = await this.#connect();
      if (this.#isDead()) {
        break;
      }
      failures = before === this.#position ? failures + 1 : 0;
      const wait = this.#waitAfter(ending, failures);
      if (typeof wait === 'number') {
        await new Promise((resolve) => { setTimeout(resolve, wait); });
        continue;
      }
      if (wait !== 'end') {
        this.#log({ type: 'error', code: wait.code, message: 'reported' });
      } else if (this.#faults.hidesEnd !== true) {
        this.#log({ type: 'end' });
      }
      return 0;
    }
    return 1;
  }

  #isDead(): boolean {
    return this.#dead;
  }

  /** How long to wait before the next attempt, or how it ends. */
  #waitAfter(ending: Ending, failures: number): number | 'end' | { readonly code: string } {
    const { reconnectMs, ignoresRetryAfter, stopsAtGatewayStopping, retriesGone, retriesForbidden, retriesRefusal, usesEndedToken } = this.#faults;
    if (ending.how !== 'failed') {
      return ending.how === 'completed' ? 'end' : ending.how === 'again' ? 0 : reconnectMs ?? Math.min(20 * 2 ** failures, 500);
    }
    const code = /\[(\w+)\]/.exec(ending.text)?.[1] ?? 'ProtocolViolation';
    const hint = Number(/retryAfterMs=(\d+)/.exec(ending.text)?.[1] ?? 0);
    switch (code) {
      case 'SlowConsumer':
        return ignoresRetryAfter === true ? 0 : hint;
      case 'GatewayStopping':
        return stopsAtGatewayStopping === true ? { code } : hint;
      case 'SessionNotFound': case 'WorkerLost': case 'SessionFaulted':
        return retriesGone === true ? 100 : { code };
      case 'Forbidden':
        return retriesForbidden === true ? 100 : { code };
      case 'Unauthenticated': case 'TokenExpired':
        return (code === 'TokenExpired' ? usesEndedToken : retriesRefusal ?? usesEndedToken) === true ? 100 : { code };
      default:
        return { code };
    }
  }

  /** The addresses in turn. */
  #nextUrl(): string {
    const { url, urls } = this.#task;
    return urls[this.#attempts++ % urls.length] ?? url;
  }

  #connect(): Promise<Ending> {
    return new Promise((resolve) => {
      const socket = new WebSocket(this.#nextUrl().replace('http', 'ws') + hubPath, {
        headers: { authorization: `Bearer ${this.#token}` }, ...(this.#faults.waitsForEver === true ? {} : { handshakeTimeout: 1_000 }),
      });
      this.#socket = socket;
      let isShaken = false;
      let isOver = false;
      const end = (ending: Ending): void => {
        if (!isOver) {
          isOver = true;
          resolve(ending);
          socket.terminate();
        }
      };
      socket.on('open', () => { socket.send(`{"protocol":"json","version":1}${separator}`); });
      socket.on('error', (error) => { end(error.message.includes('401') ? { how: 'failed', text: '[Unauthenticated] refused' } : { how: 'lost' }); });
      socket.on('close', () => { end({ how: 'lost' }); });
      socket.on('message', (data: Buffer) => {
        for (const text of data.toString('utf8').split(separator).filter((part) => part !== '')) {
          if (isOver || this.#dead) {
            return;
          }
          if (isShaken) {
            const ending = this.#receive(text);
            if (ending !== undefined) {
              end(ending);
            }
          } else {
            isShaken = true;
            socket.send(JSON.stringify({ type: 4, invocationId: '1', target: 'StreamSession', arguments: [this.#task.session, this.#request()] }) + separator);
          }
        }
      });
    });
  }

  #request(): object {
    const { asksBack = 0, asksAhead = 0, forgetsPosition, forgetsEpoch, asksWith } = this.#faults;
    const { snapshot, mode } = this.#task.request;
    this.#beyondGap = undefined;
    this.#lagged = undefined;
    const position = snapshot === 'always' && !this.#begun ? undefined : this.#position;
    const isFirst = position === undefined || position.sequence === this.#task.request.resumeAfter;
    const sequence = position === undefined || isFirst ? position?.sequence : Math.max(0, position.sequence - asksBack + asksAhead);
    return {
      ...asksWith, snapshot, mode,
      ...(position === undefined || (forgetsPosition === true && !isFirst) ? {} : { resumeAfter: sequence }),
      ...(position === undefined || forgetsPosition === true || (forgetsEpoch === true && !isFirst) ? {} : { epoch: position.epoch }),
    };
  }

  #receive(text: string): Ending | undefined {
    if (this.#faults.diesOfLargeMessages === true && text.length > 1_000_000) {
      this.#dead = true;
      return { how: 'lost' };
    }
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      this.#dead = this.#faults.diesOfHalfMessages === true;
      return { how: 'lost' };
    }
    if (!isRecord(message)) {
      return undefined;
    }
    if (this.#faults.refusesMembers === true && 'addedLater' in message) {
      return { how: 'failed', text: 'an unknown member' };
    }
    switch (message['type']) {
      case 2:
        return this.#take(message['item']);
      case 3:
        return typeof message['error'] === 'string' ? { how: 'failed', text: message['error'] } : { how: 'completed' };
      case 7:
        return { how: 'lost' };
      default:
        return undefined;
    }
  }

  #take(item: unknown): Ending | undefined {
    if (this.#faults.trustsTypes !== true && !isWellFormed(item)) {
      return this.#violation();
    }
    if (!isRecord(item) || typeof item['kind'] !== 'string') {
      return undefined;
    }
    const known = item as Item;
    switch (known.kind) {
      case 'started':
        this.#start(known);
        return undefined;
      case 'events':
        return this.#events(known);
      case 'gap':
        this.#gap(known);
        return undefined;
      case 'snapshot':
        this.#begun = true;
        this.#log(this.#faults.snapshotsAreEvents === true ? { type: 'events', values: valuesOf(known) } : { type: 'snapshot', asOf: known['asOf'], values: valuesOf(known) });
        this.#move(known['asOf'] as number);
        return undefined;
      case 'idle':
        if (this.#faults.ignoresIdle !== true) {
          this.#move(known['sequence'] as number);
        }
        return undefined;
      case 'lagged':
        this.#lagged = known;
        if (this.#faults.logsLaggedAtOnce === true) {
          this.#log({ ...known, type: 'lagged' });
        }
        return undefined;
      case 'state': case 'mode': case 'access':
        return undefined;
      default:
        return this.#faults.refusesKinds === true ? { how: 'failed', text: 'an unknown kind' } : undefined;
    }
  }

  #start(item: Item): void {
    this.#streamEpoch = item['epoch'] as string;
    if (this.#position === undefined || this.#faults.believesStarted === true) {
      this.#position = { epoch: this.#streamEpoch, sequence: item['resumedAfter'] as number };
    }
  }

  #events(item: Item): Ending | undefined {
    const have = (this.#beyondGap ?? this.#position)?.sequence ?? 0;
    const { asksBack = 0, passesHoles, reversesItems, storesEarly, loses = [], hidesLagged, logsLaggedAtOnce } = this.#faults;
    if ((item['first'] as number) > have + 1 && passesHoles !== true && this.#faults.trustsTypes !== true) {
      return this.#violation();
    }
    const events = Array.isArray(item['events']) ? (item['events'] as readonly unknown[]) : [];
    const fresh = events.filter((event) => isRecord(event) && (asksBack > 0 || this.#faults.ignoresAhead === true || this.#faults.trustsTypes === true || (event['sequence'] as number) > have) && !loses.includes(event['sequence'] as number));
    if (this.#lagged !== undefined && hidesLagged !== true && logsLaggedAtOnce !== true) {
      this.#log({ ...this.#lagged, type: 'lagged' });
    }
    this.#lagged = undefined;
    if (storesEarly === true) {
      this.#store({ epoch: this.#streamEpoch, sequence: item['last'] as number });
    }
    if (fresh.length > 0) {
      const values = fresh.map((event) => (isRecord(event) ? event['value'] : undefined));
      this.#log({ type: 'events', values: reversesItems === true ? values.reverse() : values });
    }
    this.#violations = 0;
    this.#begun = true;
    if (typeof item['last'] === 'number') {
      this.#move(item['last']);
    }
    return undefined;
  }

  #gap(item: Item): void {
    const { hidesGaps, altersGaps, ignoresAhead, passesGapBeforeSnapshot } = this.#faults;
    if (hidesGaps !== true) {
      this.#log({ ...item, type: 'gap', ...(altersGaps === true ? { missed: 1 } : {}) });
    }
    const beyond = { epoch: this.#streamEpoch, sequence: (item['oldest'] as number) - 1 };
    if (item['reason'] === 'ahead' && ignoresAhead === true) {
      return;
    }
    if (this.#task.request.snapshot === 'always' && passesGapBeforeSnapshot !== true) {
      this.#beyondGap = beyond;
    } else {
      this.#position = beyond;
    }
  }

  #move(sequence: number): void {
    if (this.#faults.ignoresAhead === true && sequence < (this.#position?.sequence ?? 0)) {
      return;
    }
    this.#position = { epoch: this.#streamEpoch, sequence };
    this.#beyondGap = undefined;
    if (this.#faults.storesEarly !== true) {
      this.#store(this.#position);
    }
  }

  #store({ epoch, sequence }: Position): void {
    if (sequence <= (this.#faults.storesNothingAfter ?? Number.POSITIVE_INFINITY)) {
      this.#log({ type: 'position', epoch, sequence });
    }
  }

  #violation(): Ending {
    this.#violations += 1;
    return this.#violations > 1 && this.#faults.retriesHoles !== true ? { how: 'failed', text: 'a violation' } : { how: 'again' };
  }

  #log(record: object): void {
    if (!this.#dead) {
      appendFileSync(this.#task.log, `${JSON.stringify(record)}\n`);
    }
  }
}

function valuesOf(item: Item): readonly unknown[] {
  return (item['events'] as readonly Readonly<Record<string, unknown>>[]).map((event) => event['value']);
}

function isWellFormed(item: unknown): boolean {
  if (!isRecord(item)) {
    return false;
  }
  switch (item['kind']) {
    case 'events':
      return Number.isInteger(item['first']) && Number.isInteger(item['last']) && Array.isArray(item['events']) && item['events'].every(isRecord);
    case 'gap':
      return typeof item['reason'] === 'string' && Number.isInteger(item['oldest']);
    default:
      return typeof item['kind'] === 'string';
  }
}
