import { describe, expect, it } from 'vitest';
import type { LaggedItem, StreamItem } from '../src/contracts.js';
import { EventBuffer } from '../src/EventBuffer.js';
import type { StreamPosition } from '../src/resume.js';
import type { BufferedItem } from '../src/StreamBuffer.js';
import { epoch, events } from './fakes/items.js';
import { SeededRandom } from './fakes/random.js';

const lagged = (dropped: number): LaggedItem => ({ kind: 'lagged', conflated: 0, dropped });
const at = (sequence: number): { epoch: string; sequence: number } => ({ epoch, sequence });

function drain(buffer: EventBuffer<StreamItem>): BufferedItem<StreamItem, StreamPosition>[] {
  const all: BufferedItem<StreamItem, StreamPosition>[] = [];
  for (let entry = buffer.shift(); entry !== undefined; entry = buffer.shift()) {
    all.push(entry);
  }
  return all;
}

describe('EventBuffer', () => {
  it('counts events and gives items back in order', () => {
    const buffer = new EventBuffer<StreamItem>(10);
    buffer.push(events(1, 4), at(4));
    buffer.push({ kind: 'state', state: 'ready' }, at(4));
    expect(buffer.size).toBe(5);
    expect(drain(buffer).map(({ item }) => item.kind)).toEqual(['events', 'state']);
    expect(buffer.size).toBe(0);
  });

  it('keeps only the newest of several idle items', () => {
    const buffer = new EventBuffer<StreamItem>(10);
    for (let sequence = 1; sequence <= 50; sequence += 1) {
      buffer.push({ kind: 'idle', sequence }, at(sequence));
    }
    expect(drain(buffer)).toMatchObject([{ item: { kind: 'idle', sequence: 50 }, after: at(50) }]);
  });

  it('does not bring back an idle item that was already taken', () => {
    const buffer = new EventBuffer<StreamItem>(10);
    buffer.push({ kind: 'idle', sequence: 1 }, at(1));
    buffer.shift();
    buffer.push({ kind: 'idle', sequence: 2 }, at(2));
    expect(drain(buffer)).toHaveLength(1);
  });

  it('drops the oldest events and says how many, with a truthful position', () => {
    const buffer = new EventBuffer<StreamItem>(10);
    buffer.push(events(1, 6), at(6));
    buffer.push(events(7, 14), at(14));
    expect(buffer.dropOldest(lagged)).toBe(5);
    expect(buffer.size).toBe(10);
    expect(drain(buffer)).toMatchObject([
      { item: lagged(5), after: at(5) },
      { item: { first: 6, last: 6 }, after: at(6) },
      { item: { first: 7, last: 14 }, after: at(14) },
    ]);
  });

  it('adds later drops to the same lagged item and leaves other kinds alone', () => {
    const buffer = new EventBuffer<StreamItem>(5);
    const gap: StreamItem = { kind: 'gap', reason: 'evicted', requestedAfter: 0, oldest: 1, latest: 9 };
    buffer.push(gap, at(0));
    for (let sequence = 1; sequence <= 30; sequence += 1) {
      buffer.push(events(sequence, sequence), at(sequence));
      buffer.dropOldest(lagged);
    }
    const items = drain(buffer);
    expect(items.map(({ item }) => item.kind)).toEqual(['gap', 'lagged', 'events', 'events', 'events']);
    expect(items[1]).toMatchObject({ item: lagged(27), after: at(27) });
  });

  it('accounts for every event, whatever the order of pushes, drops and reads', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = new SeededRandom(seed);
      const limit = random.between(1, 60);
      const buffer = new EventBuffer<StreamItem>(limit);
      let next = 1;
      let accounted = 0;
      const read = (entry: BufferedItem<StreamItem, StreamPosition> | undefined): void => {
        if (entry?.item.kind === 'events') {
          expect(entry.item.events[0]?.sequence, `seed ${seed}`).toBe(accounted + 1);
          accounted += entry.item.events.length;
        } else if (entry?.item.kind === 'lagged') {
          accounted += entry.item.dropped;
        }
        if (entry !== undefined) {
          expect(entry.after?.sequence, `seed ${seed}`).toBe(accounted);
        }
      };
      for (let i = 0; i < 200; i += 1) {
        if (random.chance(0.6)) {
          const last = next + random.between(0, 20);
          buffer.push(events(next, last), at(last));
          next = last + 1;
          buffer.dropOldest(lagged);
          expect(buffer.size).toBeLessThanOrEqual(Math.max(limit, 2));
        } else {
          read(buffer.shift());
        }
      }
      drain(buffer).forEach(read);
      expect(accounted, `seed ${seed}`).toBe(next - 1);
    }
  });
});
