import { malformed } from './malformed.js';

/** Deepest nesting accepted; our deepest shape needs 7. */
export const maxDepth = 32;

const utf8 = new TextDecoder('utf-8', { fatal: true });
const shortText = 32;

/**
 * Reads MessagePack from bytes that may be hostile: every length is checked against what is there, nesting is bounded, and
 * any disagreement throws `ProtocolViolation`. Accepts every form the format allows for a number.
 */
export class MessagePackReader {
  readonly bytes: Uint8Array;
  readonly end: number;
  at: number;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The first byte of the next value, which tells its type. */
  peek(): number {
    if (this.at >= this.end) {
      throw malformed('the data ends too early.');
    }
    return this.#view.getUint8(this.at);
  }

  tryNil(): boolean {
    if (this.peek() !== 0xc0) {
      return false;
    }
    this.at += 1;
    return true;
  }

  readBoolean(): boolean {
    const code = this.peek();
    if (code !== 0xc2 && code !== 0xc3) {
      throw malformed('expected a boolean.');
    }
    this.at += 1;
    return code === 0xc3;
  }

  /** An integer that a double holds exactly. */
  readInteger(): number {
    const code = this.peek();
    this.at += 1;
    if (code < 0x80) {
      return code;
    }
    if (code >= 0xe0) {
      return code - 0x100;
    }
    switch (code) {
      case 0xcc:
        return this.#view.getUint8(this.#take(1));
      case 0xcd:
        return this.#view.getUint16(this.#take(2));
      case 0xce:
        return this.#view.getUint32(this.#take(4));
      case 0xcf:
        return exact(this.#view.getUint32(this.#take(4)), this.#view.getUint32(this.#take(4)));
      case 0xd0:
        return this.#view.getInt8(this.#take(1));
      case 0xd1:
        return this.#view.getInt16(this.#take(2));
      case 0xd2:
        return this.#view.getInt32(this.#take(4));
      case 0xd3:
        return exact(this.#view.getInt32(this.#take(4)), this.#view.getUint32(this.#take(4)));
      default:
        throw malformed('expected an integer.');
    }
  }

  /** Whether the next value is a float of 32 bits. */
  get isSingle(): boolean {
    return this.peek() === 0xca;
  }

  /** A float, or an integer, which some encoders write for whole numbers. */
  readNumber(): number {
    switch (this.peek()) {
      case 0xca:
        this.at += 1;
        return this.#view.getFloat32(this.#take(4));
      case 0xcb:
        this.at += 1;
        return this.#view.getFloat64(this.#take(8));
      default:
        return this.readInteger();
    }
  }

  get isText(): boolean {
    return isTextCode(this.peek());
  }

  readText(): string {
    const length = this.#textLength();
    const start = this.#take(length);
    return length <= shortText ? shortOf(this.bytes, start, length) : decode(this.bytes, start, length);
  }

  get isArray(): boolean {
    const code = this.peek();
    return (code >= 0x90 && code < 0xa0) || code === 0xdc || code === 0xdd;
  }

  /** Never more than the bytes that are left, as every element takes at least one. */
  readArrayHeader(): number {
    const code = this.peek();
    this.at += 1;
    const count = code >= 0x90 && code < 0xa0 ? code & 0x0f
      : code === 0xdc ? this.#view.getUint16(this.#take(2))
      : code === 0xdd ? this.#view.getUint32(this.#take(4)) : undefined;
    return this.#counted(count, 1, 'an array');
  }

  /** Never more than half the bytes that are left, as every entry takes at least two. */
  readMapHeader(): number {
    const code = this.peek();
    this.at += 1;
    const count = code >= 0x80 && code < 0x90 ? code & 0x0f
      : code === 0xde ? this.#view.getUint16(this.#take(2))
      : code === 0xdf ? this.#view.getUint32(this.#take(4)) : undefined;
    return this.#counted(count, 2, 'a map');
  }

  /** Passes over one whole value. */
  skip(depth = maxDepth): void {
    if (depth === 0) {
      throw malformed(`values are nested deeper than ${maxDepth}.`);
    }
    const code = this.peek();
    if (isTextCode(code)) {
      this.#take(this.#textLength());
    } else if (code < 0x80 || code >= 0xe0) {
      this.at += 1;
    } else if (code < 0x90 || code === 0xde || code === 0xdf) {
      for (let left = this.readMapHeader() * 2; left > 0; left -= 1) {
        this.skip(depth - 1);
      }
    } else if (code < 0xa0 || code === 0xdc || code === 0xdd) {
      for (let left = this.readArrayHeader(); left > 0; left -= 1) {
        this.skip(depth - 1);
      }
    } else {
      this.at += 1;
      this.#take(this.#bodyLength(code));
    }
  }

  /** Bytes behind the first one of a value that is neither integer of one byte, text, array nor map. */
  #bodyLength(code: number): number {
    switch (code) {
      case 0xc0: case 0xc2: case 0xc3:
        return 0;
      case 0xcc: case 0xd0:
        return 1;
      case 0xcd: case 0xd1:
        return 2;
      case 0xca: case 0xce: case 0xd2:
        return 4;
      case 0xcb: case 0xcf: case 0xd3:
        return 8;
      case 0xc4:
        return this.#view.getUint8(this.#take(1));
      case 0xc5:
        return this.#view.getUint16(this.#take(2));
      case 0xc6:
        return this.#view.getUint32(this.#take(4));
      case 0xc7:
        return this.#view.getUint8(this.#take(1)) + 1;
      case 0xc8:
        return this.#view.getUint16(this.#take(2)) + 1;
      case 0xc9:
        return this.#view.getUint32(this.#take(4)) + 1;
      case 0xd4: case 0xd5: case 0xd6: case 0xd7: case 0xd8:
        return 1 + 2 ** (code - 0xd4);
      default:
        throw malformed('expected a value.');
    }
  }

  #textLength(): number {
    const code = this.peek();
    this.at += 1;
    if (code >= 0xa0 && code < 0xc0) {
      return code & 0x1f;
    }
    switch (code) {
      case 0xd9:
        return this.#view.getUint8(this.#take(1));
      case 0xda:
        return this.#view.getUint16(this.#take(2));
      case 0xdb:
        return this.#view.getUint32(this.#take(4));
      default:
        throw malformed('expected a text.');
    }
  }

  /** The place of the next bytes, after passing over them. */
  #take(count: number): number {
    const start = this.at;
    if (count > this.end - start) {
      throw malformed('the data ends too early.');
    }
    this.at = start + count;
    return start;
  }

  #counted(count: number | undefined, bytesEach: number, wanted: string): number {
    if (count === undefined) {
      throw malformed(`expected ${wanted}.`);
    }
    if (count * bytesEach > this.end - this.at) {
      throw malformed('the data ends too early.');
    }
    return count;
  }
}

function isTextCode(code: number): boolean {
  return (code >= 0xa0 && code < 0xc0) || (code >= 0xd9 && code <= 0xdb);
}

/** Anything greater is written as text. */
function exact(high: number, low: number): number {
  const value = high * 2 ** 32 + low;
  if (Math.abs(value) > 2 ** 53) {
    throw malformed('an integer is beyond 2^53.');
  }
  return value;
}

/** ASCII without the detour over the platform's decoder, whose call costs more than a few bytes do. */
function shortOf(bytes: Uint8Array, start: number, length: number): string {
  let text = '';
  for (let i = start; i < start + length; i += 1) {
    const code = bytes[i] ?? 0;
    if (code >= 0x80) {
      return decode(bytes, start, length);
    }
    text += String.fromCharCode(code);
  }
  return text;
}

function decode(bytes: Uint8Array, start: number, length: number): string {
  try {
    return utf8.decode(bytes.subarray(start, start + length));
  } catch {
    throw malformed('a text is not valid UTF-8.');
  }
}
