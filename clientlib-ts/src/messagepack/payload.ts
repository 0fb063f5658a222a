import type { MxDataType, MxScalar, MxValue, VariantType } from '../values.js';
import { malformed } from './malformed.js';
import type { MessagePackReader } from './MessagePackReader.js';
import { arrayFlag, dataTypeOf, variantNames, variantOf } from './wireNames.js';
import { readTimeText } from './wireTime.js';

/** What a variant type's number means for a value of it. */
export interface PayloadType {
  readonly variant: VariantType;
  readonly isArray: boolean;
  readonly dataType: MxDataType;
  /** Present in values: it is not the usual variant type of its data type. */
  readonly named: VariantType | undefined;
}

const types = new Map<number, PayloadType>([...variantNames].flatMap(([number, variant]) => {
  const dataType = dataTypeOf(variant);
  const named = variantOf(dataType) === variant ? undefined : variant;
  return [false, true].map((isArray): [number, PayloadType] =>
    [isArray ? number | arrayFlag : number, { variant, isArray, dataType, named }]);
}));

export function payloadType(number: number): PayloadType {
  return types.get(number) ?? unknownType(number);
}

function unknownType(number: number): never {
  throw malformed(`variant type ${number} is unknown.`);
}

/** Reads what stands beside a variant type, in the form the JSON wire has for it. */
export function readPayload(reader: MessagePackReader, type: PayloadType): MxScalar | readonly MxScalar[] {
  if (!type.isArray) {
    return readScalar(reader, type.variant);
  }
  const elements: MxScalar[] = [];
  for (let left = reader.readArrayHeader(); left > 0; left -= 1) {
    elements.push(readScalar(reader, type.variant));
  }
  return elements;
}

/** A value whose variant type stands before it. */
export function readTyped(reader: MessagePackReader): MxValue {
  const type = payloadType(reader.readInteger());
  const value = readPayload(reader, type);
  return type.named === undefined ? { dataType: type.dataType, value } : { dataType: type.dataType, variantType: type.named, value };
}

export function readScalar(reader: MessagePackReader, variant: VariantType): MxScalar {
  switch (variant) {
    case 'Float':
      return finite(shortestSingle(reader.readNumber()));
    case 'Double':
      return finite(reader.readNumber());
    case 'Boolean':
      return reader.readBoolean();
    case 'String': case 'Currency': case 'Decimal':
      return reader.readText();
    case 'Date': case 'FileTime':
      return readTimeText(reader);
    case 'Empty': case 'Null':
      if (!reader.tryNil()) {
        throw malformed('expected nil.');
      }
      return null;
    default:
      return reader.isText ? integerText(reader) : reader.readInteger();
  }
}

function integerText(reader: MessagePackReader): string {
  const text = reader.readText();
  if (!/^-?\d{1,20}$/.test(text)) {
    throw malformed('expected an integer as text.');
  }
  return text;
}

function finite(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

const leastNormalSingle = 2 ** -126;

/** A 32-bit float as the shortest decimal that stands for it, which is what JSON says: 0.1 and not 0.10000000149011612. */
export function shortestSingle(value: number): number {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 24) {
    return value;
  }
  // Six digits always identify a normal 32-bit float's shorter decimals, nine any of them.
  for (let digits = Math.abs(value) < leastNormalSingle ? 1 : 6; digits < 9; digits += 1) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === value) {
      return candidate;
    }
  }
  return Number(value.toPrecision(9));
}
