import type { MxEvent } from './contracts.js';
import { toNumber } from './values.js';

/**
 * The data changes of a batch as one array per field, element `i` of each belonging to the same event. Made for charts and
 * calculations: no object per event.
 */
export interface EventColumns {
  /** How many data changes there are: the length of each array. Events of other families are not among them. */
  readonly count: number;
  readonly sequences: Float64Array;
  readonly serverHandles: Int32Array;
  readonly itemHandles: Int32Array;
  /** When the callback ran in the worker: milliseconds since 1970 with microseconds as a fraction. */
  readonly workerTimes: Float64Array;
  /** The items' own time stamps, as above; NaN where there was none. */
  readonly sourceTimes: Float64Array;
  /** Raw OPC DA qualities. */
  readonly qualities: Int32Array;
  /** Numbers and booleans (0, 1); NaN for everything else. 32-bit floats are themselves, not their shortest decimals. */
  readonly values: Float64Array;
}

type Mutable<T> = { -readonly [P in keyof T]: T[P] };

export class ColumnBuilder {
  readonly #columns: Mutable<EventColumns>;

  constructor(capacity: number) {
    // One piece of memory for all: seven of their own cost more than the events of a small batch.
    const memory = new ArrayBuffer(capacity * (4 * 8 + 3 * 4));
    const doubles = (nth: number): Float64Array => new Float64Array(memory, nth * capacity * 8, capacity);
    const integers = (nth: number): Int32Array => new Int32Array(memory, 4 * capacity * 8 + nth * capacity * 4, capacity);
    this.#columns = {
      count: 0,
      sequences: doubles(0),
      serverHandles: integers(0),
      itemHandles: integers(1),
      workerTimes: doubles(1),
      sourceTimes: doubles(2),
      qualities: integers(2),
      values: doubles(3),
    };
  }

  add(sequence: number, serverHandle: number, itemHandle: number, workerTime: number, sourceTime: number, quality: number, value: number): void {
    const columns = this.#columns;
    const i = columns.count;
    columns.sequences[i] = sequence;
    columns.serverHandles[i] = serverHandle;
    columns.itemHandles[i] = itemHandle;
    columns.workerTimes[i] = workerTime;
    columns.sourceTimes[i] = sourceTime;
    columns.qualities[i] = quality;
    columns.values[i] = value;
    columns.count = i + 1;
  }

  finish(): EventColumns {
    const { count, sequences, serverHandles, itemHandles, workerTimes, sourceTimes, qualities, values } = this.#columns;
    if (count === sequences.length) {
      return this.#columns;
    }
    return {
      count,
      sequences: sequences.subarray(0, count),
      serverHandles: serverHandles.subarray(0, count),
      itemHandles: itemHandles.subarray(0, count),
      workerTimes: workerTimes.subarray(0, count),
      sourceTimes: sourceTimes.subarray(0, count),
      qualities: qualities.subarray(0, count),
      values: values.subarray(0, count),
    };
  }
}

/** Columns of events that are objects already. */
export function columnsOf(events: readonly MxEvent[]): EventColumns {
  const columns = new ColumnBuilder(events.length);
  for (const event of events) {
    if (event.family === 'OnDataChange') {
      const value = toNumber(event) ?? Number.NaN;
      columns.add(
        event.sequence, event.serverHandle, event.itemHandle, millisecondsOf(event.workerTime), millisecondsOf(event.sourceTime), event.quality,
        event.dataType === 'Float' ? Math.fround(value) : value);
    }
  }
  return columns.finish();
}

/** An ISO-8601 UTC time as milliseconds since 1970 with microseconds as a fraction; NaN when there is none. */
function millisecondsOf(time: string | undefined): number {
  if (time === undefined) {
    return Number.NaN;
  }
  const point = time.indexOf('.');
  if (point < 0) {
    return Date.parse(time);
  }
  const microseconds = Number(time.slice(point + 1, -1).slice(0, 6).padEnd(6, '0'));
  return (Date.parse(`${time.slice(0, point)}Z`) * 1000 + microseconds) / 1000;
}
