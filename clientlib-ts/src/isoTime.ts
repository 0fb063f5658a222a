/** A moment as exact as the contract has it. */
export interface ExactTime {
  /** Microseconds since 1970; a bigint where a double is not exact: before 1684 and after 2255. */
  readonly microseconds: number | bigint;
  /** The digit of 100 ns below them. */
  readonly digit: number;
}

const isoTime = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,7})\d*)?)?(?:Z|([+-])(\d\d):?(\d\d))?)?$/i;

/** Greatest offset that a zone has, minutes. */
const greatestOffset = 14 * 60;

/**
 * An ISO-8601 time; without a zone it is UTC. Undefined when the text is none, and for moments that no calendar or clock has, such
 * as 30 February: `Date` would make 2 March of it.
 */
export function parseTime(text: string): ExactTime | undefined {
  const match = isoTime.exec(text);
  if (match === null) {
    return undefined;
  }
  const part = (group: number): number => Number(match[group] ?? 0);
  const wall = utcOf([part(1), part(2), part(3), part(4), part(5), part(6)]);
  const offset = part(9) * 60 + part(10);
  if (wall === undefined || part(10) > 59 || offset > greatestOffset) {
    return undefined;
  }
  const milliseconds = wall - (match[8] === '-' ? -offset : offset) * 60_000;
  const fraction = (match[7] ?? '').padEnd(7, '0');
  const year = new Date(milliseconds).getUTCFullYear();
  if (year < 1 || year > 9999) {
    return undefined;
  }
  const exact = BigInt(milliseconds) * 1000n + BigInt(fraction.slice(0, 6));
  const isExact = exact >= -(2n ** 53n) && exact <= 2n ** 53n;
  return { microseconds: isExact ? Number(exact) : exact, digit: Number(fraction.slice(6)) };
}

type DateFields = readonly [year: number, month: number, day: number, hour: number, minute: number, second: number];

/** Milliseconds since 1970; undefined when the calendar or the clock has no such moment. */
function utcOf([year, month, day, hour, minute, second]: DateFields): number | undefined {
  const date = new Date(0);
  // Not by Date.UTC, which takes years below 100 for those of the 20th century.
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    && date.getUTCHours() === hour && date.getUTCMinutes() === minute && date.getUTCSeconds() === second;
  return exists ? date.getTime() : undefined;
}
