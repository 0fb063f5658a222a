import type { MxEvent } from '../contracts.js';
import { type EventColumns, ColumnBuilder } from '../columns.js';
import type { EventSource } from '../EventBatch.js';
import { expectFields, leastRowBytes, readEvent } from './eventRow.js';
import { malformed } from './malformed.js';
import { MessagePackReader } from './MessagePackReader.js';
import { payloadType } from './payload.js';
import { familyNumbers } from './wireNames.js';
import { readTimeMilliseconds } from './wireTime.js';

/** Event rows as they were received. They become objects or columns only when the application asks for those. */
export class RowBlock implements EventSource {
  readonly count: number;
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #end: number;
  #events: readonly MxEvent[] | undefined;

  private constructor(bytes: Uint8Array, start: number, end: number, count: number) {
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
    this.count = count;
  }

  /**
   * Takes the array of rows that comes next.
   *
   * @param isLast Nothing follows it in its frame: its end is known without walking it.
   */
  static take(reader: MessagePackReader, isLast: boolean): RowBlock {
    const count = reader.readArrayHeader();
    if (count * leastRowBytes > reader.end - reader.at) {
      throw malformed('the data ends too early.');
    }
    const start = reader.at;
    if (isLast) {
      reader.at = reader.end;
    } else {
      for (let left = count; left > 0; left -= 1) {
        reader.skip();
      }
    }
    return new RowBlock(reader.bytes, start, reader.at, count);
  }

  get events(): readonly MxEvent[] {
    this.#events ??= this.#readEvents();
    return this.#events;
  }

  columns(): EventColumns {
    const reader = new MessagePackReader(this.#bytes, this.#start, this.#end);
    const columns = new ColumnBuilder(this.count);
    for (let left = this.count; left > 0; left -= 1) {
      addRow(columns, reader);
    }
    expectEnd(reader);
    return columns.finish();
  }

  #readEvents(): readonly MxEvent[] {
    const reader = new MessagePackReader(this.#bytes, this.#start, this.#end);
    const events: MxEvent[] = [];
    for (let left = this.count; left > 0; left -= 1) {
      events.push(readEvent(reader));
    }
    expectEnd(reader);
    return events;
  }
}

function expectEnd(reader: MessagePackReader): void {
  if (reader.at !== reader.end) {
    throw malformed('something follows the last event.');
  }
}

function addRow(columns: ColumnBuilder, reader: MessagePackReader): void {
  const fields = reader.readArrayHeader();
  const sequence = reader.readInteger();
  const family = reader.readInteger();
  const serverHandle = reader.readInteger();
  const itemHandle = reader.readInteger();
  const workerTime = readTimeMilliseconds(reader);
  reader.skip();
  if (family !== familyNumbers.OnDataChange) {
    skipFields(reader, fields - 6);
    return;
  }
  const quality = reader.readInteger();
  const sourceTime = reader.tryNil() ? Number.NaN : readTimeMilliseconds(reader);
  const value = readValue(reader);
  skipFields(reader, fields - 10);
  columns.add(sequence, serverHandle, itemHandle, workerTime, sourceTime, quality, value);
}

function readValue(reader: MessagePackReader): number {
  const type = payloadType(reader.readInteger());
  if (type.isArray) {
    reader.skip();
    return Number.NaN;
  }
  switch (type.dataType) {
    case 'Boolean':
      return reader.readBoolean() ? 1 : 0;
    case 'Integer': case 'Float': case 'Double':
      return reader.isText ? Number(reader.readText()) : reader.readNumber();
    default:
      reader.skip();
      return Number.NaN;
  }
}

function skipFields(reader: MessagePackReader, count: number): void {
  expectFields(count >= 0);
  for (let left = count; left > 0; left -= 1) {
    reader.skip();
  }
}
