import { malformed } from './malformed.js';
import type { MessagePackReader } from './MessagePackReader.js';

/** A time on this wire: microseconds since 1970, and the digit of 100 ns below them. */
export interface WireTime {
  /** A bigint where a double is not exact: before 1684 and after 2255. */
  readonly microseconds: number | bigint;
  readonly digit: number;
}

const leastSecond = -62_135_596_800;
const lastSecond = 253_402_300_799;
const cached = 64;
// Neighbouring events have their times in few different seconds, and a date's text costs far more than the rest.
const seconds = new Float64Array(cached).fill(Number.NaN);
const texts: string[] = Array.from({ length: cached }, () => '');

/** Reads a time as the JSON wire has it: ISO-8601 UTC with up to 100 ns, no zeros behind. */
export function readTimeText(reader: MessagePackReader): string {
  if (!reader.isArray) {
    return timeText(readMicroseconds(reader), 0);
  }
  if (reader.readArrayHeader() !== 2) {
    throw malformed('expected a time.');
  }
  const microseconds = readMicroseconds(reader);
  return timeText(microseconds, reader.readInteger());
}

/** Reads a time as milliseconds since 1970, as `Date` counts, with a fraction. */
export function readTimeMilliseconds(reader: MessagePackReader): number {
  if (!reader.isArray) {
    return Number(readMicroseconds(reader)) / 1000;
  }
  if (reader.readArrayHeader() !== 2) {
    throw malformed('expected a time.');
  }
  const microseconds = Number(readMicroseconds(reader));
  return microseconds / 1000 + reader.readInteger() / 10_000;
}

function readMicroseconds(reader: MessagePackReader): number | bigint {
  if (!reader.isText) {
    return reader.readInteger();
  }
  const text = reader.readText();
  if (!/^-?\d{1,18}$/.test(text)) {
    throw malformed('expected a time.');
  }
  return BigInt(text);
}

export function timeText(microseconds: number | bigint, digit: number): string {
  const second = typeof microseconds === 'number' ? Math.floor(microseconds / 1e6) : Number(floorSecond(microseconds));
  const rest = typeof microseconds === 'number' ? microseconds - second * 1e6 : Number(microseconds - BigInt(second) * 1_000_000n);
  if (second < leastSecond || second > lastSecond || digit < 0 || digit > 9) {
    throw malformed('a time is outside the years 1 to 9999.');
  }
  const whole = secondText(second);
  if (digit !== 0) {
    return `${whole}.${sixDigits(rest)}${digit}Z`;
  }
  return rest === 0 ? `${whole}Z` : `${whole}.${sixDigits(rest).replace(/0+$/, '')}Z`;
}

function sixDigits(number: number): string {
  return String(1_000_000 + number).slice(1);
}

function floorSecond(microseconds: bigint): bigint {
  const quotient = microseconds / 1_000_000n;
  return microseconds < 0n && quotient * 1_000_000n !== microseconds ? quotient - 1n : quotient;
}

function secondText(second: number): string {
  const slot = ((second % cached) + cached) % cached;
  if (seconds[slot] !== second) {
    seconds[slot] = second;
    texts[slot] = new Date(second * 1000).toISOString().slice(0, 19);
  }
  return texts[slot] ?? '';
}

const isoTime = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,7})\d*)?(Z|[+-]\d\d:?\d\d)$/i;

/** An ISO-8601 time with its zone; undefined when the text is none. */
export function parseTime(text: string): WireTime | undefined {
  const match = isoTime.exec(text);
  const milliseconds = match === null ? Number.NaN : Date.parse(`${match[1] ?? ''}${match[3] ?? ''}`);
  if (match === null || Number.isNaN(milliseconds)) {
    return undefined;
  }
  const fraction = (match[2] ?? '').padEnd(7, '0');
  const exact = BigInt(milliseconds) * 1000n + BigInt(fraction.slice(0, 6));
  const isExact = exact >= -(2n ** 53n) && exact <= 2n ** 53n;
  return { microseconds: isExact ? Number(exact) : exact, digit: Number(fraction.slice(6)) };
}
