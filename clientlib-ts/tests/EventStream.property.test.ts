import { describe, expect, it } from 'vitest';
import { ConnectionKeeper } from '../src/ConnectionKeeper.js';
import { GatewayError } from '../src/errors.js';
import { EventStream } from '../src/EventStream.js';
import type { Timers } from '../src/timers.js';
import { FakeServer, type FakeStream } from './fakes/FakeTransport.js';
import { events, started } from './fakes/items.js';
import { SeededRandom } from './fakes/random.js';

/** Each delay takes one turn of the event loop, because only the order matters here and not the duration. */
const hastyTimers: Timers = {
  after(_delayMs, callback) {
    const handle = setImmediate(callback);
    return () => { clearImmediate(handle); };
  },
};

/** A session of `total` events that serves any position in random batches and fails in every way after which a client resumes. */
function serve(server: FakeServer, random: SeededRandom, total: number): void {
  server.onStream = (stream: FakeStream): void => {
    const after = stream.request.resumeAfter ?? 0;
    stream.send(started({ resumedAfter: after, latest: total }));
    let next = Math.max(1, after + 1 - (random.chance(0.2) ? random.between(0, 5) : 0));
    const pump = (): void => {
      if (stream.disposed || stream.ended) {
        return;
      }
      for (let burst = random.between(1, 4); burst > 0 && next <= total; burst -= 1) {
        const last = Math.min(total, next + random.between(0, 40));
        stream.send(events(next, last));
        next = last + 1;
      }
      if (random.chance(0.06)) {
        server.current.drop();
      } else if (random.chance(0.04)) {
        stream.fail(new GatewayError(random.chance(0.5) ? 'SlowConsumer' : 'GatewayStopping', 'again', { retryAfterMs: 5 }));
      } else if (next > total) {
        stream.complete();
      } else {
        setImmediate(pump);
      }
    };
    pump();
  };
}

/** A session that is read conflated: windows end at random, and any item may be the last of its connection. */
function serveConflated(server: FakeServer, random: SeededRandom, total: number): void {
  server.onStream = (stream: FakeStream): void => {
    let after = stream.request.resumeAfter ?? 0;
    stream.send(started({ resumedAfter: after, latest: total }));
    const pump = (): void => {
      if (stream.disposed || stream.ended) {
        return;
      }
      const last = Math.min(total, after + random.between(1, 40));
      const kept = events(after + 1, last).events.filter(() => random.chance(0.6));
      const gone = last - after - kept.length;
      const dropped = random.between(0, gone);
      if (gone > 0) {
        stream.send({ kind: 'lagged', conflated: gone - dropped, dropped });
      }
      if (random.chance(0.2)) {
        server.current.drop();
        return;
      }
      stream.send({ kind: 'events', first: after + 1, last, events: kept });
      after = last;
      if (after === total) {
        stream.complete();
      } else {
        setImmediate(pump);
      }
    };
    pump();
  };
}

describe('EventStream over random failures', () => {
  it('gives every sequence exactly once, in order, whatever is dropped, paused or repeated', async () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = new SeededRandom(seed);
      const server = new FakeServer();
      const total = random.between(50, 3000);
      serve(server, random, total);
      const keeper = new ConnectionKeeper(server.factory, { timers: hastyTimers });
      const stream = new EventStream(keeper, 's', { resumeAfter: 0, clientBufferEvents: random.between(1, 200) }, { timers: hastyTimers });
      let have = 0;
      for await (const item of stream) {
        if (item.kind === 'events') {
          for (const event of item.events) {
            expect(event.sequence, `seed ${seed}`).toBe(have + 1);
            have = event.sequence;
          }
          expect(stream.position?.sequence).toBe(item.last);
        } else {
          expect(item.kind).toBe('started');
        }
        if (random.chance(0.1)) {
          await new Promise<void>((resolve) => { setImmediate(resolve); });
        }
      }
      expect(have, `seed ${seed}`).toBe(total);
      await keeper.close();
    }
  });

  it('accounts for every event when it may drop', async () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const random = new SeededRandom(seed);
      const server = new FakeServer();
      const total = random.between(50, 2000);
      serve(server, random, total);
      const keeper = new ConnectionKeeper(server.factory, { timers: hastyTimers });
      const stream = new EventStream(keeper, 's',
        { resumeAfter: 0, clientBufferEvents: random.between(1, 100), onOverflow: 'drop' }, { timers: hastyTimers });
      let accounted = 0;
      for await (const item of stream) {
        if (item.kind === 'lagged') {
          accounted += item.dropped;
        } else if (item.kind === 'events') {
          expect(item.events[0]?.sequence, `seed ${seed}`).toBe(accounted + 1);
          accounted += item.events.length;
        }
        if (random.chance(0.3)) {
          await new Promise<void>((resolve) => { setImmediate(resolve); });
        }
      }
      expect(accounted, `seed ${seed}`).toBe(total);
      await keeper.close();
    }
  });

  it.each(['pause', 'drop'] as const)('counts to the unit what was merged and dropped, over any number of drops (%s)', async (onOverflow) => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = new SeededRandom(seed);
      const server = new FakeServer();
      const total = random.between(50, 1500);
      serveConflated(server, random, total);
      const keeper = new ConnectionKeeper(server.factory, { timers: hastyTimers });
      const stream = new EventStream(keeper, 's',
        { resumeAfter: 0, mode: 'conflate', clientBufferEvents: random.between(1, 100), onOverflow }, { timers: hastyTimers });
      let counted = 0;
      for await (const item of stream) {
        counted += item.kind === 'lagged' ? item.conflated + item.dropped : item.kind === 'events' ? item.count : 0;
        if (item.kind === 'events' && onOverflow === 'pause') {
          expect(counted, `seed ${seed}`).toBe(item.last);
        }
        if (random.chance(0.3)) {
          await new Promise<void>((resolve) => { setImmediate(resolve); });
        }
      }
      expect(counted, `seed ${seed}`).toBe(total);
      await keeper.close();
    }
  });
});
