import type { DataChangeEvent, EventsItem, StartedItem } from '../../src/contracts.js';

export const epoch = 'e1';

export function dataChange(sequence: number, itemHandle = 1): DataChangeEvent {
  return {
    sequence, family: 'OnDataChange', serverHandle: 1, itemHandle, dataType: 'Double', value: sequence / 2, quality: 192,
    sourceTime: '2026-01-01T00:00:00Z', workerTime: '2026-01-01T00:00:00.000001Z',
  };
}

export function events(first: number, last: number): EventsItem {
  return { kind: 'events', first, last, events: Array.from({ length: last - first + 1 }, (_, i) => dataChange(first + i)) };
}

export function started(overrides: Partial<StartedItem> = {}): StartedItem {
  return {
    kind: 'started', subscriptionId: 'sub', epoch, oldest: 1, latest: 0, resumedAfter: 0, state: 'ready',
    limits: { bufferEvents: 1000, maxBatch: 500, historyEvents: 100_000, historySeconds: 600, idleIntervalMs: 5000 },
    ...overrides,
  };
}
