import type { FeedChange, FeedStreamItem } from '@mxgateway/client';
import { describe, expect, it } from 'vitest';
import { ActivityLog } from '../src/ActivityLog.ts';

const change = (sequence: number): FeedChange => ({ sequence, at: '2026-03-01T12:00:00Z', kind: 'sessionOpened' });

const changes = (first: number, last: number): FeedStreamItem =>
  ({ kind: 'changes', first, last, changes: Array.from({ length: last - first + 1 }, (_, i) => change(first + i)) });

describe('ActivityLog', () => {
  it('shows the newest first and where changes are missing', () => {
    const log = new ActivityLog();
    expect(log.take(changes(1, 3))).toBe(true);
    expect(log.take({ kind: 'idle', sequence: 3 })).toBe(false);
    log.take({ kind: 'reset', reason: 'retention', requestedAfter: 3, feedEpoch: 'f1', oldest: 9, latest: 9 });
    log.take(changes(9, 9));
    expect(log.changes.map(({ sequence }) => sequence)).toEqual([9, 3, 2, 1]);
    expect([...log.missing]).toEqual([9]);
  });

  it.each(['epochChanged', 'lost'] as const)('does not mix two numberings when the feed says %s', (reason) => {
    const log = new ActivityLog();
    log.take(changes(1, 3));
    log.take({ kind: 'reset', reason, requestedAfter: 3, feedEpoch: 'f2', oldest: 1, latest: 2 });
    log.take(changes(1, 2));
    expect(log.changes.map(({ sequence }) => sequence)).toEqual([2, 1]);
  });
});
