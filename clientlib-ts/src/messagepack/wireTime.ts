import { malformed } from './malformed.js';
import type { MessagePackReader } from './MessagePackReader.js';

const leastMillisecond = -62_135_596_800_000;
const lastMillisecond = 253_402_300_799_999;
/** The first byte of a time of our days: an unsigned integer of 64 bits. */
const usual = 0xcf;
const cached = 256;
// Neighbouring events have their times in few different milliseconds, and a date's text costs more than the rest of an event.
const milliseconds = new Float64Array(cached).fill(Number.NaN);
const texts: string[] = Array.from({ length: cached }, () => '');
/** What follows the milliseconds' three digits: the microseconds' three without the zeros behind. */
const tails: readonly string[] = Array.from({ length: 1000 }, (_, i) => `${String(1000 + i).slice(1).replace(/0+$/, '')}Z`);

/** Reads a time as the JSON wire has it: ISO-8601 UTC with up to 100 ns, no zeros behind. */
export function readTimeText(reader: MessagePackReader): string {
  if (reader.peek() === usual) {
    return timeText(reader.readInteger(), 0);
  }
  if (!reader.isArray) {
    return timeText(readMicroseconds(reader), 0);
  }
  if (reader.readArrayHeader() !== 2) {
    throw malformed('expected a time.');
  }
  const microseconds = readMicroseconds(reader);
  return timeText(microseconds, reader.readInteger());
}

/** Reads a time as milliseconds since 1970, as `Date` counts, with a fraction; a double has no room for its digit of 100 ns. */
export function readTimeMilliseconds(reader: MessagePackReader): number {
  if (reader.peek() === usual) {
    return reader.readInteger() / 1000;
  }
  if (!reader.isArray) {
    return Number(readMicroseconds(reader)) / 1000;
  }
  if (reader.readArrayHeader() !== 2) {
    throw malformed('expected a time.');
  }
  const microseconds = Number(readMicroseconds(reader));
  reader.readInteger();
  return microseconds / 1000;
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
  const millisecond = typeof microseconds === 'number' ? Math.floor(microseconds / 1000) : floorMillisecond(microseconds);
  const rest = typeof microseconds === 'number' ? microseconds - millisecond * 1000 : Number(microseconds - BigInt(millisecond) * 1000n);
  if (millisecond < leastMillisecond || millisecond > lastMillisecond || digit < 0 || digit > 9) {
    throw malformed('a time is outside the years 1 to 9999.');
  }
  const head = millisecondText(millisecond);
  if (digit !== 0) {
    return `${head}${String(1000 + rest).slice(1)}${digit}Z`;
  }
  return rest === 0 ? withoutZeros(head) : head + (tails[rest] ?? '');
}

function withoutZeros(head: string): string {
  return `${head.replace(/\.?0+$/, '')}Z`;
}

function floorMillisecond(microseconds: bigint): number {
  const quotient = microseconds / 1000n;
  return Number(microseconds < 0n && quotient * 1000n !== microseconds ? quotient - 1n : quotient);
}

/** The time down to its milliseconds, such as `2026-03-01T12:00:00.120`. */
function millisecondText(millisecond: number): string {
  const slot = millisecond & (cached - 1);
  if (milliseconds[slot] !== millisecond) {
    milliseconds[slot] = millisecond;
    texts[slot] = new Date(millisecond).toISOString().slice(0, 23);
  }
  return texts[slot] ?? '';
}
