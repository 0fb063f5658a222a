import { describe, expect, it } from 'vitest';
import { isMxEvent, isStreamItem, statusesOf, succeeded } from '../src/guards.js';
import { dataChange, events, started } from './fakes/items.js';

describe('isStreamItem', () => {
  it.each([
    started(), events(1, 2), { kind: 'idle', sequence: 1 }, { kind: 'lagged', conflated: 1, dropped: 0 },
    { kind: 'gap', reason: 'ahead', requestedAfter: 1, oldest: 1, latest: 1 }, { kind: 'state', state: 'ready' },
    { kind: 'snapshot', asOf: 1, events: [] }, { kind: 'access', widened: [], narrowed: [] },
  ])('accepts $kind', (item) => {
    expect(isStreamItem(item)).toBe(true);
  });

  it.each([undefined, null, 3, 'idle', {}, { kind: 'toString' }, { kind: 'idle' }, { kind: 'events', first: 1, last: 2 }, { kind: 'started', epoch: 1 }])(
    'refuses %j', (value) => {
      expect(isStreamItem(value)).toBe(false);
    });
});

describe('isMxEvent', () => {
  it('looks at what the family needs', () => {
    expect(isMxEvent(dataChange(1))).toBe(true);
    expect(isMxEvent({ ...dataChange(1), family: 'OnBufferedDataChange' })).toBe(false);
    expect(isMxEvent({ ...dataChange(1), family: 'OnWriteComplete', value: undefined })).toBe(true);
    expect(isMxEvent({ ...dataChange(1), family: 'Other' })).toBe(false);
  });
});

describe('statuses', () => {
  it('stand for one plain success when they are left out', () => {
    expect(statusesOf({})).toEqual([{ success: -1, category: 'Ok', detectedBy: 'RequestingLmx', detail: 0 }]);
    expect(succeeded({})).toBe(true);
  });

  it('fail when any of them does', () => {
    const failed = { success: 0, category: 'SecurityError', detectedBy: 'RespondingLmx', detail: 12 } as const;
    expect(succeeded({ statuses: [failed] })).toBe(false);
    expect(succeeded({ statuses: [{ ...failed, success: 1 }] })).toBe(true);
  });
});
