import type { EventFamily, MxEvent, StreamItem } from './contracts.js';
import { EventBatch, SnapshotBatch } from './EventBatch.js';
import { plainSuccess, type MxStatus } from './values.js';

/** The kinds of a session's stream. */
export const streamItemKinds: ReadonlySet<string> = new Set<StreamItem['kind']>(
  ['started', 'events', 'gap', 'snapshot', 'access', 'lagged', 'idle', 'state', 'mode']);
const families: ReadonlySet<unknown> = new Set<EventFamily>(
  ['OnDataChange', 'OnWriteComplete', 'OperationComplete', 'OnBufferedDataChange']);

/** Whether a value from the wire is a stream item of this version. Looks at what all events have in common, not at their values. */
export function isStreamItem(value: unknown): value is StreamItem {
  if (value instanceof EventBatch || value instanceof SnapshotBatch) {
    return true;
  }
  if (!isRecord(value) || typeof value['kind'] !== 'string' || !streamItemKinds.has(value['kind'])) {
    return false;
  }
  switch (value['kind'] as StreamItem['kind']) {
    case 'started':
      return typeof value['epoch'] === 'string' && typeof value['subscriptionId'] === 'string' && areNumbers(value, 'oldest', 'latest', 'resumedAfter') && isRecord(value['limits']);
    case 'events':
      return areNumbers(value, 'first', 'last') && areEvents(value['events']);
    case 'gap':
      return typeof value['reason'] === 'string' && areNumbers(value, 'requestedAfter', 'oldest', 'latest');
    case 'snapshot':
      return areNumbers(value, 'asOf') && areEvents(value['events']);
    case 'access':
      return Array.isArray(value['widened']) && Array.isArray(value['narrowed']);
    case 'lagged':
      return areNumbers(value, 'conflated', 'dropped');
    case 'idle':
      return areNumbers(value, 'sequence');
    case 'state':
      return typeof value['state'] === 'string';
    case 'mode':
      return typeof value['mode'] === 'string' && areNumbers(value, 'after');
  }
}

function areEvents(value: unknown): boolean {
  return Array.isArray(value) && value.every((event: unknown) => isRecord(event) && typeof event['family'] === 'string' && areNumbers(event, 'sequence'));
}

/**
 * What becomes of a value from the wire that is no item of this version. One of another kind is of a later version and is ignored: it
 * moves no position, so that the spans that follow show a loss. Anything else is refused.
 */
export function unfit(value: unknown, kinds: ReadonlySet<string>): { readonly kind: 'unknown' | 'malformed' } {
  const isOfLaterKind = isRecord(value) && typeof value['kind'] === 'string' && !kinds.has(value['kind']);
  return { kind: isOfLaterKind ? 'unknown' : 'malformed' };
}

/** Whether a value from the wire is an event. */
export function isMxEvent(value: unknown): value is MxEvent {
  if (!isRecord(value) || !families.has(value['family']) || !areNumbers(value, 'sequence', 'serverHandle', 'itemHandle')) {
    return false;
  }
  if (typeof value['workerTime'] !== 'string') {
    return false;
  }
  switch (value['family'] as EventFamily) {
    case 'OnDataChange':
      return 'value' in value && areNumbers(value, 'quality');
    case 'OnBufferedDataChange':
      return 'value' in value && isRecord(value['qualities']) && isRecord(value['sourceTimes']);
    case 'OnWriteComplete':
    case 'OperationComplete':
      return true;
  }
}

/** The statuses of an event; one plain success where they were left out. */
export function statusesOf(event: { readonly statuses?: readonly MxStatus[] }): readonly MxStatus[] {
  return event.statuses ?? plainSuccess;
}

/** Whether every status of an event tells success. */
export function succeeded(event: { readonly statuses?: readonly MxStatus[] }): boolean {
  return event.statuses?.every((status) => status.success !== 0) ?? true;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

export function areNumbers(value: Readonly<Record<string, unknown>>, ...names: readonly string[]): boolean {
  return names.every((name) => typeof value[name] === 'number');
}
