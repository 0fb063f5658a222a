import { describe, expect, it } from 'vitest';
import type { Alarm, AlarmCondition, AlarmItem, AlarmRequest, AlarmState, AlarmTransition } from '../src/alarmContracts.js';
import { alarmStateOf, countedState, isSuppressed } from '../src/alarmStates.js';
import { AlarmStream } from '../src/AlarmStream.js';
import { AlarmTable } from '../src/AlarmTable.js';
import { ConnectionKeeper } from '../src/ConnectionKeeper.js';
import { GatewayError } from '../src/errors.js';
import type { Timers } from '../src/timers.js';
import { active, alarm, complete, startedAlarms, transition } from './fakes/alarms.js';
import { FakeServer, type FakeStream } from './fakes/FakeTransport.js';
import { SeededRandom } from './fakes/random.js';

/** Each delay takes one turn of the event loop, because only the order matters here and not the duration. */
const hastyTimers: Timers = {
  after(_delayMs, callback) {
    const handle = setImmediate(callback);
    return () => { clearImmediate(handle); };
  },
};

const turn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });
const isNormal = (one: Alarm): boolean => alarmStateOf(one) === 'normal' && one.suppression === 'none';

/** A plant, its log of transitions, and how a gateway gives both to a reader. */
class Plant {
  epoch = 'a0';
  oldest = 1;
  readonly alarms = new Map<string, Alarm>();
  #log: { readonly transition: AlarmTransition; readonly before: Alarm | undefined }[] = [];
  #epochs = 0;

  constructor(private readonly random: SeededRandom, private readonly states: readonly AlarmState[] | undefined) {}

  get latest(): number {
    return this.#log.length;
  }

  step(): void {
    const reference = `Obj${this.random.between(1, 12)}.Hi`;
    const before = this.alarms.get(reference);
    const condition: AlarmCondition = this.random.chance(0.15) ? 'unknown' : this.random.chance(0.5) ? 'active' : 'normal';
    const one = alarm(reference, this.latest + 1, {
      condition, acknowledged: this.random.chance(0.6), suppression: this.random.chance(0.15) ? 'shelved' : 'none',
    });
    const removed = before !== undefined && this.random.chance(0.05);
    this.#log.push({ transition: transition(one, removed ? { kind: 'removed' } : {}), before });
    if (removed) {
      this.alarms.delete(reference);
    } else {
      this.alarms.set(reference, one);
    }
  }

  /** The log is lost; the alarms are numbered anew. */
  loseLog(): void {
    this.#epochs += 1;
    this.epoch = `a${this.#epochs}`;
    this.oldest = 1;
    this.#log = [];
    for (const one of [...this.alarms.values()]) {
      const found = { ...one, sequence: this.latest + 1 };
      this.#log.push({ transition: transition(found, { kind: 'found' }), before: undefined });
      this.alarms.set(one.reference, found);
    }
  }

  prune(): void {
    this.oldest = this.random.between(this.oldest, this.latest + 1);
  }

  standing(): Alarm[] {
    return [...this.alarms.values()].filter((one) => (this.states !== undefined || !isNormal(one)) && this.passes(one));
  }

  passes(one: Alarm | undefined): boolean {
    return one !== undefined && (this.states === undefined || this.states.includes(alarmStateOf(one)) || (isSuppressed(one) && this.states.includes('suppressed')));
  }

  /** What a reader gets for one entry of the log. */
  seen(sequence: number): AlarmTransition[] {
    const entry = this.#log[sequence - 1];
    if (entry === undefined) {
      return [];
    }
    if (entry.transition.kind !== 'removed' && this.passes(entry.transition.alarm)) {
      return [entry.transition];
    }
    return this.passes(entry.before) ? [{ ...entry.transition, leaves: true }] : [];
  }
}

/** One subscription: from any position, in random parts, with repeated transitions, ended in every way after which a client resumes. */
class Subscription {
  #cursor: number;
  #epoch: string;

  constructor(
    private readonly server: FakeServer, private readonly stream: FakeStream, private readonly plant: Plant, private readonly random: SeededRandom,
  ) {
    const { after, epoch } = stream.request as AlarmRequest;
    this.#epoch = plant.epoch;
    const holds = after !== undefined && epoch === plant.epoch && after >= plant.oldest - 1 && after <= plant.latest;
    this.#cursor = holds ? after : plant.latest;
    stream.send(startedAlarms(this.#cursor, plant.epoch, plant.latest));
    if (!holds) {
      this.#sendSnapshot(after === undefined ? [] : [this.#gap(after)]);
    }
  }

  /** False when it has ended. */
  step(calm: boolean): boolean {
    if (this.stream.disposed || this.stream.ended) {
      return false;
    }
    if (!calm && this.random.chance(0.08)) {
      if (this.random.chance(0.5)) {
        this.server.current.drop();
      } else {
        this.stream.fail(new GatewayError('GatewayStopping', 'again', { retryAfterMs: 5 }));
      }
      return false;
    }
    if (this.#epoch !== this.plant.epoch || this.#cursor < this.plant.oldest - 1) {
      this.#jump();
    } else if (this.random.chance(0.05)) {
      this.#sendSnapshot([{ kind: 'access', widened: [], narrowed: ['X*'] }]);
    } else if (this.#cursor < this.plant.latest) {
      this.#sendTransitions();
    } else if (this.random.chance(0.3)) {
      this.stream.send({ kind: 'idle', sequence: this.#cursor });
    }
    return true;
  }

  #jump(): void {
    const from = this.#cursor;
    this.#epoch = this.plant.epoch;
    this.#cursor = this.plant.latest;
    this.#sendSnapshot([this.#gap(from)]);
  }

  #gap(requestedAfter: number): AlarmItem {
    return { kind: 'gap', reason: 'retention', requestedAfter, epoch: this.plant.epoch, oldest: this.plant.oldest, latest: this.plant.latest };
  }

  #sendSnapshot(ahead: readonly AlarmItem[]): void {
    // The snapshot is of the cursor's moment, as the gateway waits until it has sent everything up to it.
    if (this.#cursor < this.plant.latest) {
      this.#sendTransitions(this.plant.latest);
    }
    this.stream.send(...ahead);
    const rows = this.plant.standing();
    for (let at = 0; at < rows.length;) {
      const part = rows.slice(at, at + this.random.between(1, 5));
      this.stream.send(active(this.#cursor, ...part));
      at += part.length;
      if (this.random.chance(0.04)) {
        this.server.current.drop();
        return;
      }
    }
    this.stream.send(complete(this.#cursor, rows.length));
  }

  #sendTransitions(upTo = Math.min(this.plant.latest, this.#cursor + this.random.between(1, 9))): void {
    const repeated = this.random.chance(0.2) ? this.random.between(0, Math.min(4, this.#cursor - this.plant.oldest + 1)) : 0;
    const first = Math.max(this.plant.oldest, this.#cursor + 1 - repeated);
    const list: AlarmTransition[] = [];
    for (let sequence = first; sequence <= upTo; sequence += 1) {
      list.push(...this.plant.seen(sequence));
    }
    this.stream.send({ kind: 'transition', first, last: upTo, transitions: list });
    this.#cursor = upTo;
  }
}

/** A page that looks only at what is different. */
class Page {
  readonly rows = new Map<string, Alarm>();

  constructor(private readonly table: AlarmTable) {}

  draw(): void {
    for (const reference of this.table.takeChanges().references) {
      const now = this.table.get(reference);
      if (now === undefined) {
        this.rows.delete(reference);
      } else {
        this.rows.set(reference, now);
      }
    }
  }
}

/** What the table has to be once the reader has everything. */
function expectEqual(table: AlarmTable, plant: Plant, context: string): void {
  const byReference = (a: Alarm, b: Alarm): number => (a.reference < b.reference ? -1 : 1);
  expect([...table.alarms()].sort(byReference), context).toEqual(plant.standing().sort(byReference));
  const counts = { unacknowledged: 0, acknowledged: 0, returned: 0, normal: 0, unknown: 0, suppressed: 0 };
  plant.standing().forEach((one) => { counts[countedState(one)] += 1; });
  expect(table.counts, context).toEqual(counts);
  expect([table.epoch, table.awaitingSnapshot, table.stale], context).toEqual([plant.epoch, false, false]);
}

async function run(seed: number, states: readonly AlarmState[] | undefined): Promise<number> {
  const random = new SeededRandom(seed);
  const server = new FakeServer();
  const plant = new Plant(random, states);
  let subscription: Subscription | undefined;
  server.onStream = (stream) => { subscription = new Subscription(server, stream, plant, random); };
  const keeper = new ConnectionKeeper(server.factory, { timers: hastyTimers });
  const stream = new AlarmStream(keeper, { states, clientBufferAlarms: random.between(1, 60) }, { timers: hastyTimers });
  const table = new AlarmTable({ keepNormal: states?.includes('normal') });
  keeper.onState(({ state }) => {
    if (state !== 'connected') {
      table.connectionLost();
    }
  });
  const page = new Page(table);
  const reading = (async () => {
    for await (const item of stream) {
      table.apply(item);
      if (random.chance(0.2)) {
        await turn();
      }
      page.draw();
    }
  })();
  for (let round = 0; round < 120; round += 1) {
    for (let steps = random.between(0, 4); steps > 0; steps -= 1) {
      plant.step();
    }
    if (random.chance(0.05)) {
      plant.prune();
    }
    if (random.chance(0.02)) {
      plant.loseLog();
    }
    subscription?.step(false);
    await turn();
  }
  await untilRead(() => {
    subscription?.step(true);
    return stream.status === 'streaming' && stream.buffered === 0 && stream.position?.epoch === plant.epoch && stream.position.sequence === plant.latest && !table.stale;
  }, seed);
  expectEqual(table, plant, `seed ${seed}`);
  page.draw();
  expect(new Map([...table.alarms()].map((one) => [one.reference, one])), `seed ${seed}`).toEqual(page.rows);
  await stream.return();
  await reading;
  await keeper.close();
  return stream.resumes;
}

async function untilRead(done: () => boolean, seed: number): Promise<void> {
  for (let turns = 0; !done(); turns += 1) {
    if (turns > 5_000) {
      throw new Error(`The reader does not get to the end. Seed ${seed}.`);
    }
    await turn();
    await turn();
  }
}

describe('AlarmTable over random reconnects, gaps, lost logs and repeated transitions', () => {
  it.each<readonly [string, readonly AlarmState[] | undefined]>([
    ['without a filter', undefined],
    ['of what is unacknowledged or suppressed', ['unacknowledged', 'suppressed']],
    ['with normal alarms', ['normal', 'unacknowledged', 'unknown']],
  ])('equals the plant %s', async (_, states) => {
    let resumes = 0;
    for (let seed = 1; seed <= 100; seed += 1) {
      resumes += await run(seed, states);
    }
    expect(resumes).toBeGreaterThan(300);
  }, 60_000);
});
