import type { EventsItem, SnapshotItem, WireEvent } from '../wire.js';

/** The epochs of the scenarios, in order. */
export const epochs = ['00000000000000e1', '00000000000000e2'] as const;

const valuesPerEpoch = 1_000_000;
const startOfTime = Date.UTC(2026, 0, 1);

/** The value of an event, which no other event of the scenario has. */
export function valueOf(epoch: string, sequence: number): number {
  return (epochs.indexOf(epoch as (typeof epochs)[number]) + 1) * valuesPerEpoch + sequence;
}

/** Which event has the value; undefined for a value that {@link valueOf} does not give. */
export function eventOf(value: number): { readonly epoch: string; readonly sequence: number } | undefined {
  const epoch = epochs[Math.floor(value / valuesPerEpoch) - 1];
  return epoch === undefined || !Number.isInteger(value) ? undefined : { epoch, sequence: value % valuesPerEpoch };
}

export function event(epoch: string, sequence: number): WireEvent {
  const time = new Date(startOfTime + sequence).toISOString();
  return {
    sequence, family: 'OnDataChange', serverHandle: 1, itemHandle: 7, dataType: 'Integer', value: valueOf(epoch, sequence), quality: 192,
    sourceTime: time, workerTime: time,
  };
}

/** The events from `first` to `last`, or only those named, with the whole span. */
export function events(epoch: string, first: number, last: number, only?: readonly number[]): EventsItem {
  const sequences = only ?? Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return { kind: 'events', first, last, events: sequences.map((sequence) => event(epoch, sequence)) };
}

export function snapshot(epoch: string, asOf: number, sequences: readonly number[]): SnapshotItem {
  return { kind: 'snapshot', asOf, events: sequences.map((sequence) => event(epoch, sequence)) };
}
