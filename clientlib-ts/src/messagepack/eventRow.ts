import type { BufferedDataChangeEvent, DataChangeEvent, MxEvent } from '../contracts.js';
import type { MxStatus, MxValue } from '../values.js';
import { malformed } from './malformed.js';
import type { MessagePackReader } from './MessagePackReader.js';
import { payloadType, readPayload, readTyped } from './payload.js';
import { categoryNames, dataTypeNames, familyNumbers, sourceNames, variantOf } from './wireNames.js';
import { readTimeText } from './wireTime.js';

/** No row is shorter: the array's header and one byte for each field that all families have. */
export const leastRowBytes = 7;

const commonFields = 6;
const dataChangeFields = 10;
const bufferedFields = 13;
const maxStatuses = 1024;

type Mutable<T> = { -readonly [P in keyof T]: T[P] };

/** Reads one event from its row: an array whose form stands beside the server's `EventRow`. */
export function readEvent(reader: MessagePackReader): MxEvent {
  const fields = reader.readArrayHeader();
  const sequence = reader.readInteger();
  const family = reader.readInteger();
  const serverHandle = reader.readInteger();
  const itemHandle = reader.readInteger();
  const workerTime = readTimeText(reader);
  const statuses = readStatuses(reader);
  if (family === familyNumbers.OnDataChange) {
    expectFields(fields === dataChangeFields || fields === dataChangeFields + 1);
    const event = readDataChange(reader, sequence, serverHandle, itemHandle, workerTime);
    if (statuses !== undefined) {
      event.statuses = statuses;
    }
    if (fields > dataChangeFields) {
      event.rawTime = readPair(reader);
    }
    return event;
  }
  const common = { sequence, serverHandle, itemHandle, workerTime, ...(statuses === undefined ? {} : { statuses }) };
  switch (family) {
    case familyNumbers.OnBufferedDataChange:
      expectFields(fields === bufferedFields);
      return readBuffered(reader, common);
    case familyNumbers.OnWriteComplete:
      expectFields(fields === commonFields);
      return { family: 'OnWriteComplete', ...common };
    case familyNumbers.OperationComplete:
      expectFields(fields === commonFields);
      return { family: 'OperationComplete', ...common };
    default:
      throw malformed('an event row has an unknown family.');
  }
}

type Common = Pick<BufferedDataChangeEvent, 'sequence' | 'serverHandle' | 'itemHandle' | 'workerTime' | 'statuses'>;

function readDataChange(reader: MessagePackReader, sequence: number, serverHandle: number, itemHandle: number, workerTime: string): Mutable<DataChangeEvent> {
  const quality = reader.readInteger();
  const sourceTime = reader.tryNil() ? undefined : readTimeText(reader);
  const type = payloadType(reader.readInteger());
  const value = readPayload(reader, type);
  // The two usual forms are written out whole: adding a property afterwards costs as much as all of them.
  const event: Mutable<DataChangeEvent> = sourceTime === undefined
    ? { family: 'OnDataChange', sequence, serverHandle, itemHandle, dataType: type.dataType, value, quality, workerTime }
    : { family: 'OnDataChange', sequence, serverHandle, itemHandle, dataType: type.dataType, value, quality, workerTime, sourceTime };
  if (type.named !== undefined) {
    event.variantType = type.named;
  }
  return event;
}

function readPair(reader: MessagePackReader): MxValue {
  if (reader.readArrayHeader() !== 2) {
    throw malformed('a raw time is a pair.');
  }
  return readTyped(reader);
}

function readBuffered(reader: MessagePackReader, common: Common): BufferedDataChangeEvent {
  const number = reader.readInteger();
  const dataType = dataTypeNames.get(number) ?? number;
  const type = payloadType(reader.readInteger());
  const value = readPayload(reader, type);
  const qualities = readTyped(reader);
  const sourceTimes = readTyped(reader);
  const named = variantOf(dataType) === type.variant ? {} : { variantType: type.variant };
  return { family: 'OnBufferedDataChange', ...common, dataType, ...named, value, qualities, sourceTimes };
}

function readStatuses(reader: MessagePackReader): readonly MxStatus[] | undefined {
  if (reader.tryNil()) {
    return undefined;
  }
  const count = reader.readArrayHeader();
  if (count > maxStatuses) {
    throw malformed(`an event has more than ${maxStatuses} statuses.`);
  }
  return Array.from({ length: count }, (): MxStatus => {
    expectFields(reader.readArrayHeader() === 4);
    const success = reader.readInteger();
    const category = reader.readInteger();
    const detectedBy = reader.readInteger();
    return {
      success, category: categoryNames.get(category) ?? category, detectedBy: sourceNames.get(detectedBy) ?? detectedBy, detail: reader.readInteger(),
    };
  });
}

export function expectFields(fits: boolean): void {
  if (!fits) {
    throw malformed('an event row has a wrong number of fields.');
  }
}
