import { GatewayError } from '../errors.js';
import { parseTime } from '../isoTime.js';
import type { MxDataType, VariantType } from '../values.js';
import { malformed } from './malformed.js';
import { maxDepth } from './MessagePackReader.js';
import { variantNumbers, variantOf } from './wireNames.js';

const utf8 = new TextEncoder();
/** With the flag `u`, halves of pairs that are whole do not match. */
const loneSurrogate = /\p{Surrogate}/u;
const bound64 = 2n ** 63n;

/** Writes messages to the hub. Whole numbers become integers, all others doubles; absent properties are left out. */
export class MessagePackWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  /** What was written; valid until the next write. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  writeNil(): void {
    this.#byte(0xc0);
  }

  writeInteger(value: number): void {
    if (value >= 0 && value < 0x80) {
      this.#byte(value);
    } else if (value < 0 && value >= -0x20) {
      this.#byte(value + 0x100);
    } else if (value >= 0 && value <= 0xffff_ffff) {
      this.#unsigned(value);
    } else if (value < 0 && value >= -0x8000_0000) {
      this.#signed(value);
    } else {
      this.writeBigInteger(BigInt(value));
    }
  }

  /** Beyond 64 bits as text. */
  writeBigInteger(value: bigint): void {
    if (value >= 0n && value < 2n * bound64) {
      this.#viewAt(0xcf, 8).setBigUint64(0, value);
    } else if (value < 0n && value >= -bound64) {
      this.#viewAt(0xd3, 8).setBigInt64(0, value);
    } else {
      this.writeText(value.toString());
    }
  }

  writeDouble(value: number): void {
    this.#viewAt(0xcb, 8).setFloat64(0, value);
  }

  writeSingle(value: number): void {
    this.#viewAt(0xca, 4).setFloat32(0, value);
  }

  /** @throws GatewayError `InvalidArgument` for half of a surrogate pair, which the encoder would replace by another character. */
  writeText(text: string): void {
    if (loneSurrogate.test(text)) {
      throw new GatewayError('InvalidArgument', 'A text contains half of a surrogate pair; the gateway accepts only whole characters.');
    }
    const encoded = utf8.encode(text);
    this.#header(encoded.length, 0xa0, 0x1f, [0xd9, 0xda, 0xdb]);
    this.#room(encoded.length);
    this.#bytes.set(encoded, this.#length);
    this.#length += encoded.length;
  }

  writeArrayHeader(count: number): void {
    this.#header(count, 0x90, 0x0f, [undefined, 0xdc, 0xdd]);
  }

  writeMapHeader(count: number): void {
    this.#header(count, 0x80, 0x0f, [undefined, 0xde, 0xdf]);
  }

  /** A value of the contract as the JSON wire would have it; values with their type get the form this wire has for it. */
  writeValue(value: unknown, depth = maxDepth): void {
    if (depth === 0) {
      throw malformed(`values are nested deeper than ${maxDepth}.`);
    }
    switch (typeof value) {
      case 'string':
        this.writeText(value);
        break;
      case 'boolean':
        this.#byte(value ? 0xc3 : 0xc2);
        break;
      case 'number':
        this.#number(value);
        break;
      case 'bigint':
        this.writeBigInteger(value);
        break;
      case 'object':
        this.#object(value, depth);
        break;
      default:
        this.writeNil();
        break;
    }
  }

  #object(value: object | null, depth: number): void {
    if (value === null) {
      this.writeNil();
    } else if (Array.isArray(value)) {
      this.#list(value, (element) => { this.writeValue(element, depth - 1); });
    } else if (value instanceof Date) {
      this.writeText(value.toISOString());
    } else {
      this.#map(value as Readonly<Record<string, unknown>>, depth);
    }
  }

  #map(value: Readonly<Record<string, unknown>>, depth: number): void {
    const entries = Object.entries(value).filter(([, property]) => property !== undefined);
    const variant = variantNamedBy(value);
    this.writeMapHeader(entries.length);
    for (const [name, property] of entries) {
      this.writeText(name);
      if (name !== 'value' || variant === undefined) {
        this.writeValue(property, depth - 1);
      } else if (Array.isArray(property)) {
        this.#list(property, (element) => { this.#payload(element, variant, depth - 1, true); });
      } else {
        this.#payload(property, variant, depth - 1);
      }
    }
  }

  #list(list: readonly unknown[], write: (element: unknown) => void): void {
    this.writeArrayHeader(list.length);
    list.forEach(write);
  }

  /** What does not fit its type goes as it is: the server says what is wrong with it. */
  #payload(value: unknown, variant: VariantType, depth: number, isElement = false): void {
    switch (variant) {
      case 'Float': case 'Double': {
        const number = numberOf(value);
        if (number === undefined) {
          this.writeValue(value, depth);
        } else if (variant === 'Float' && isSingle(number)) {
          this.writeSingle(number);
        } else {
          this.writeDouble(number);
        }
        break;
      }
      case 'Date': case 'FileTime': {
        const time = typeof value === 'string' ? parseTime(value) : undefined;
        if (time === undefined) {
          this.writeValue(value, depth);
          break;
        }
        // A number below ten as the second of two elements would make them read as one time with its digit.
        const paired = time.digit !== 0 || (isElement && time.microseconds > 0 && time.microseconds <= 9);
        if (paired) {
          this.writeArrayHeader(2);
        }
        this.#exactInteger(time.microseconds);
        if (paired) {
          this.writeInteger(time.digit);
        }
        break;
      }
      default:
        this.writeValue(value, depth);
        break;
    }
  }

  #exactInteger(value: number | bigint): void {
    if (typeof value === 'number') {
      this.writeInteger(value);
    } else {
      this.writeText(value.toString());
    }
  }

  #number(value: number): void {
    // JSON.stringify writes every whole number without a point, and the server takes it for an integer where it fits one.
    if (Number.isInteger(value) && Math.abs(value) < 2 ** 63 && !Object.is(value, -0)) {
      this.writeInteger(value);
    } else {
      this.writeDouble(value);
    }
  }

  #unsigned(value: number): void {
    if (value <= 0xff) {
      this.#viewAt(0xcc, 1).setUint8(0, value);
    } else if (value <= 0xffff) {
      this.#viewAt(0xcd, 2).setUint16(0, value);
    } else {
      this.#viewAt(0xce, 4).setUint32(0, value);
    }
  }

  #signed(value: number): void {
    if (value >= -0x80) {
      this.#viewAt(0xd0, 1).setInt8(0, value);
    } else if (value >= -0x8000) {
      this.#viewAt(0xd1, 2).setInt16(0, value);
    } else {
      this.#viewAt(0xd2, 4).setInt32(0, value);
    }
  }

  #header(count: number, short: number, mostShort: number, codes: readonly [number | undefined, number, number]): void {
    if (count <= mostShort) {
      this.#byte(short | count);
    } else if (count <= 0xff && codes[0] !== undefined) {
      this.#viewAt(codes[0], 1).setUint8(0, count);
    } else if (count <= 0xffff) {
      this.#viewAt(codes[1], 2).setUint16(0, count);
    } else {
      this.#viewAt(codes[2], 4).setUint32(0, count);
    }
  }

  #byte(value: number): void {
    this.#room(1);
    this.#bytes[this.#length] = value;
    this.#length += 1;
  }

  /** Writes a type's code; the bytes after it, to be filled. */
  #viewAt(code: number, count: number): DataView {
    this.#room(count + 1);
    this.#bytes[this.#length] = code;
    const place = this.#length + 1;
    this.#length = place + count;
    return new DataView(this.#bytes.buffer, place, count);
  }

  #room(count: number): void {
    if (this.#length + count <= this.#bytes.length) {
      return;
    }
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    grown.set(this.written);
    this.#bytes = grown;
  }
}

function variantNamedBy({ variantType, dataType }: Readonly<Record<string, unknown>>): VariantType | undefined {
  if (typeof variantType === 'string') {
    return Object.hasOwn(variantNumbers, variantType) ? (variantType as VariantType) : undefined;
  }
  return variantType === undefined && typeof dataType === 'string' ? variantOf(dataType as MxDataType) : undefined;
}

function numberOf(value: unknown): number | undefined {
  switch (value) {
    case 'NaN': case 'Infinity': case '-Infinity':
      return Number(value);
    default:
      return typeof value === 'number' ? value : undefined;
  }
}

/** Whether the number is what the shortest decimal of a 32-bit float says, or a float's exact value. */
function isSingle(value: number): boolean {
  return Number.isNaN(value) || !Number.isFinite(value) || Number.isFinite(Math.fround(value));
}
