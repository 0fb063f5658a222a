import type { BufferedDataChangeEvent, DataChangeEvent, MxEvent } from '../contracts.js';
import type { MxStatus } from '../values.js';
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
  const common = statuses === undefined ? { sequence, serverHandle, itemHandle, workerTime } : { sequence, serverHandle, itemHandle, workerTime, statuses };
  switch (family) {
    case familyNumbers.OnDataChange:
      expectFields(fields === dataChangeFields || fields === dataChangeFields + 1);
      return readDataChange(reader, common, fields > dataChangeFields);
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

type Common = Pick<DataChangeEvent, 'sequence' | 'serverHandle' | 'itemHandle' | 'workerTime' | 'statuses'>;

function readDataChange(reader: MessagePackReader, common: Common, hasRawTime: boolean): DataChangeEvent {
  const quality = reader.readInteger();
  const sourceTime = reader.tryNil() ? undefined : readTimeText(reader);
  const type = payloadType(reader.readInteger());
  const value = readPayload(reader, type);
  // Written out: a spread for each event costs more than the rest of it.
  const event: Mutable<DataChangeEvent> = {
    family: 'OnDataChange', sequence: common.sequence, serverHandle: common.serverHandle, itemHandle: common.itemHandle,
    dataType: type.dataType, value, quality, workerTime: common.workerTime,
  };
  if (sourceTime !== undefined) {
    event.sourceTime = sourceTime;
  }
  if (type.named !== undefined) {
    event.variantType = type.named;
  }
  if (common.statuses !== undefined) {
    event.statuses = common.statuses;
  }
  if (hasRawTime) {
    if (reader.readArrayHeader() !== 2) {
      throw malformed('a raw time is a pair.');
    }
    event.rawTime = readTyped(reader);
  }
  return event;
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
