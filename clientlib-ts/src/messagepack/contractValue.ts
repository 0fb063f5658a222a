import { EventBatch, SnapshotBatch } from '../EventBatch.js';
import type { MxDataType, MxScalar, VariantType } from '../values.js';
import { malformed } from './malformed.js';
import { MessagePackReader, maxDepth } from './MessagePackReader.js';
import { readScalar, shortestSingle } from './payload.js';
import { RowBlock } from './RowBlock.js';
import { timeProperties, variantNumbers, variantOf } from './wireNames.js';
import { readTimeText } from './wireTime.js';

/**
 * Reads a value of the contract in the form the JSON wire has for it: maps as objects, times as ISO texts, event rows as
 * batches that make their events when they are asked for.
 *
 * @param isLast Nothing follows the value in its frame.
 */
export function readContractValue(reader: MessagePackReader, isLast: boolean, depth = maxDepth): unknown {
  if (depth === 0) {
    throw malformed(`values are nested deeper than ${maxDepth}.`);
  }
  const code = reader.peek();
  if (reader.isText) {
    return reader.readText();
  }
  if (reader.isArray) {
    return readList(reader, isLast, depth);
  }
  switch (code) {
    case 0xc0:
      reader.at += 1;
      return null;
    case 0xc2: case 0xc3:
      return reader.readBoolean();
    case 0xca:
      return shortestSingle(reader.readNumber());
    case 0xcb:
      return reader.readNumber();
    default:
      return (code >= 0x80 && code < 0x90) || code === 0xde || code === 0xdf ? readObject(reader, isLast, depth) : reader.readInteger();
  }
}

function readList(reader: MessagePackReader, isLast: boolean, depth: number): unknown[] {
  const list: unknown[] = [];
  for (let left = reader.readArrayHeader(); left > 0; left -= 1) {
    list.push(readContractValue(reader, isLast && left === 1, depth - 1));
  }
  return list;
}

function readObject(reader: MessagePackReader, isLast: boolean, depth: number): unknown {
  const object: Record<string, unknown> = {};
  let payload: MessagePackReader | undefined;
  for (let left = reader.readMapHeader(); left > 0; left -= 1) {
    const name = reader.readText();
    const start = reader.at;
    if (name === '__proto__') {
      throw malformed('a property has no such name.');
    }
    if (name === 'events' && reader.isArray) {
      object[name] = RowBlock.take(reader, isLast && left === 1);
    } else if (timeProperties.has(name) && !reader.isText && reader.peek() !== 0xc0) {
      object[name] = readTimeText(reader);
    } else if (name === 'value') {
      // Its form depends on its types, which may stand behind it.
      reader.skip(depth - 1);
      payload = new MessagePackReader(reader.bytes, start, reader.at);
    } else {
      object[name] = readContractValue(reader, isLast && left === 1, depth - 1);
    }
  }
  if (payload !== undefined) {
    object['value'] = readNamedPayload(payload, object['dataType'], object['variantType'], depth);
  }
  return asBatch(object);
}

/** The payload of a value whose types are named in the map beside it. */
function readNamedPayload(reader: MessagePackReader, dataType: unknown, variantType: unknown, depth: number): unknown {
  const variant = isVariant(variantType) ? variantType : variantOf(dataType as MxDataType | undefined);
  if (variant === undefined) {
    return readContractValue(reader, false, depth - 1);
  }
  if (!reader.isArray || isSingleTime(reader, variant)) {
    return readScalar(reader, variant);
  }
  const elements: MxScalar[] = [];
  for (let left = reader.readArrayHeader(); left > 0; left -= 1) {
    elements.push(readScalar(reader, variant));
  }
  return elements;
}

/** A time with its digit of 100 ns is a pair itself; the second of two times is far beyond a digit. */
function isSingleTime(reader: MessagePackReader, variant: VariantType): boolean {
  if (variant !== 'Date' && variant !== 'FileTime') {
    return false;
  }
  const probe = new MessagePackReader(reader.bytes, reader.at, reader.end);
  if (probe.readArrayHeader() !== 2) {
    return false;
  }
  probe.skip();
  if (probe.isArray || probe.isText) {
    return false;
  }
  const second = probe.readInteger();
  return second > 0 && second <= 9;
}

function isVariant(value: unknown): value is VariantType {
  return typeof value === 'string' && Object.hasOwn(variantNumbers, value);
}

function asBatch(object: Record<string, unknown>): unknown {
  const { kind, events } = object;
  if (!(events instanceof RowBlock)) {
    return object;
  }
  if (kind === 'events' && typeof object['first'] === 'number' && typeof object['last'] === 'number') {
    return new EventBatch(object['first'], object['last'], events);
  }
  if (kind === 'snapshot' && typeof object['asOf'] === 'number') {
    return new SnapshotBatch(object['asOf'], events);
  }
  return { ...object, events: events.events };
}
