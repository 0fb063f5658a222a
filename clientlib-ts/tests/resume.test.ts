import { describe, expect, it } from 'vitest';
import type { StreamItem } from '../src/contracts.js';
import { PositionTracker } from '../src/resume.js';
import { events, started } from './fakes/items.js';
import { SeededRandom } from './fakes/random.js';

function deliver(tracker: PositionTracker, item: StreamItem): StreamItem {
  const verdict = tracker.accept(item);
  if (verdict.kind !== 'deliver') {
    throw new Error(`${item.kind}: ${verdict.kind}`);
  }
  return verdict.item;
}

describe('PositionTracker', () => {
  it('takes its first position from started', () => {
    const tracker = new PositionTracker();
    expect(tracker.position).toBeUndefined();
    deliver(tracker, started({ resumedAfter: 41 }));
    expect(tracker.position).toEqual({ epoch: 'e1', sequence: 41 });
  });

  it('keeps a given sequence and learns its epoch', () => {
    const tracker = new PositionTracker({ sequence: 7 });
    expect(tracker.position).toBeUndefined();
    expect(tracker.resumeFrom).toEqual({ sequence: 7 });
    deliver(tracker, started({ resumedAfter: 7 }));
    expect(tracker.position).toEqual({ epoch: 'e1', sequence: 7 });
  });

  it('moves with events and idle', () => {
    const tracker = new PositionTracker();
    deliver(tracker, started());
    deliver(tracker, events(1, 5));
    expect(tracker.position?.sequence).toBe(5);
    deliver(tracker, { kind: 'idle', sequence: 30 });
    expect(tracker.position?.sequence).toBe(30);
    deliver(tracker, events(31, 31));
    deliver(tracker, { kind: 'idle', sequence: 3 });
    expect(tracker.position?.sequence).toBe(31);
  });

  it('drops duplicates and trims overlaps', () => {
    const tracker = new PositionTracker();
    deliver(tracker, started());
    deliver(tracker, events(1, 5));
    expect(tracker.accept(events(2, 5)).kind).toBe('duplicate');
    expect(deliver(tracker, events(4, 8))).toEqual(events(6, 8));
    expect(tracker.position?.sequence).toBe(8);
  });

  it('counts the span, not the events, so that a filter makes no hole', () => {
    const tracker = new PositionTracker();
    deliver(tracker, started());
    deliver(tracker, { ...events(3, 3), first: 1, last: 9 });
    expect(tracker.accept(events(10, 10)).kind).toBe('deliver');
  });

  it('calls an unannounced hole a violation and stays where it was', () => {
    const tracker = new PositionTracker();
    deliver(tracker, started());
    expect(tracker.accept(events(2, 3))).toEqual({ kind: 'violation', detail: 'Expected sequence 1, got 2 without a gap.' });
    expect(tracker.position?.sequence).toBe(0);
  });

  it.each<StreamItem>([events(1, 1), { kind: 'idle', sequence: 1 }, { kind: 'state', state: 'ready' }])('wants started first, not $kind', (item) => {
    const tracker = new PositionTracker();
    expect(tracker.accept(item).kind).toBe('violation');
    deliver(tracker, started());
    tracker.beginSubscription();
    expect(tracker.accept(item).kind).toBe('violation');
  });

  it('goes on behind a gap', () => {
    const tracker = new PositionTracker({ epoch: 'e1', sequence: 10 });
    deliver(tracker, started({ oldest: 50, latest: 60, resumedAfter: 49 }));
    deliver(tracker, { kind: 'gap', reason: 'evicted', requestedAfter: 10, oldest: 50, latest: 60, missed: 39 });
    expect(tracker.position).toEqual({ epoch: 'e1', sequence: 49 });
    deliver(tracker, events(50, 60));
  });

  it('keeps the old position over a change of epoch until the gap is here', () => {
    const tracker = new PositionTracker({ epoch: 'old', sequence: 1000 });
    deliver(tracker, started({ epoch: 'new', latest: 3 }));
    expect(tracker.position).toEqual({ epoch: 'old', sequence: 1000 });
    expect(tracker.accept(events(1, 3)).kind).toBe('violation');
    expect(tracker.accept({ kind: 'idle', sequence: 3 }).kind).toBe('violation');
    deliver(tracker, { kind: 'gap', reason: 'epochChanged', requestedAfter: 1000, oldest: 1, latest: 3 });
    expect(tracker.position).toEqual({ epoch: 'new', sequence: 0 });
    deliver(tracker, events(1, 3));
  });

  it('moves back when it was ahead', () => {
    const tracker = new PositionTracker({ epoch: 'e1', sequence: 500 });
    deliver(tracker, started({ latest: 20 }));
    deliver(tracker, { kind: 'gap', reason: 'ahead', requestedAfter: 500, oldest: 21, latest: 20, missed: 0 });
    expect(tracker.accept(events(21, 21)).kind).toBe('deliver');
  });

  it('stays before a gap until the snapshot that was asked for is here', () => {
    const gap: StreamItem = { kind: 'gap', reason: 'evicted', requestedAfter: 10, oldest: 50, latest: 60, missed: 39 };
    const tracker = new PositionTracker({ epoch: 'e1', sequence: 10 }, { snapshotAfterGap: true });
    deliver(tracker, started({ resumedAfter: 49 }));
    deliver(tracker, gap);
    expect(tracker.resumeFrom).toEqual({ epoch: 'e1', sequence: 10 });
    tracker.beginSubscription();
    deliver(tracker, started({ resumedAfter: 49 }));
    deliver(tracker, gap);
    deliver(tracker, { kind: 'snapshot', asOf: 60, events: [] });
    expect(tracker.position).toEqual({ epoch: 'e1', sequence: 60 });
    expect(tracker.accept(events(61, 62)).kind).toBe('deliver');
  });

  it('goes on behind a gap without a snapshot too', () => {
    const tracker = new PositionTracker({ epoch: 'old', sequence: 10 }, { snapshotAfterGap: true });
    deliver(tracker, started({ epoch: 'new' }));
    deliver(tracker, { kind: 'gap', reason: 'epochChanged', requestedAfter: 10, oldest: 3, latest: 4 });
    expect(tracker.position).toEqual({ epoch: 'old', sequence: 10 });
    deliver(tracker, events(3, 4));
    expect(tracker.position).toEqual({ epoch: 'new', sequence: 4 });
  });

  it('does not repeat events when a gap overlaps what it has', () => {
    const tracker = new PositionTracker();
    deliver(tracker, started());
    deliver(tracker, events(1, 10));
    deliver(tracker, { kind: 'gap', reason: 'evicted', requestedAfter: 5, oldest: 8, latest: 12 });
    expect(deliver(tracker, events(8, 12))).toEqual(events(11, 12));
  });

  it('continues behind a snapshot', () => {
    const tracker = new PositionTracker();
    deliver(tracker, started({ resumedAfter: 5 }));
    deliver(tracker, { kind: 'snapshot', asOf: 20, events: [] });
    expect(tracker.accept(events(21, 22)).kind).toBe('deliver');
  });

  it('gives every sequence once and in order over random drops, duplicates and batch splits', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const random = new SeededRandom(seed);
      const total = random.between(1, 400);
      const tracker = new PositionTracker();
      const seen: number[] = [];
      for (let rounds = 0; seen.at(-1) !== total; rounds += 1) {
        expect(rounds, `seed ${seed} makes no progress`).toBeLessThan(10_000);
        tracker.beginSubscription();
        const after = tracker.resumeFrom?.sequence ?? 0;
        deliver(tracker, started({ resumedAfter: after, latest: total }));
        // The server may start a little too early or repeat a batch, and the connection may end at any item.
        let next = Math.max(1, after + 1 - (random.chance(0.3) ? random.between(0, 20) : 0));
        while (next <= total && !random.chance(0.1)) {
          const last = Math.min(total, next + random.between(0, 30));
          const verdict = tracker.accept(events(next, last));
          if (verdict.kind === 'deliver' && verdict.item.kind === 'events') {
            seen.push(...verdict.item.events.map((event) => event.sequence));
          }
          next = random.chance(0.15) ? Math.max(1, next - random.between(0, 10)) : last + 1;
        }
      }
      expect(seen, `seed ${seed}`).toEqual(Array.from({ length: total }, (_, i) => i + 1));
    }
  });
});
