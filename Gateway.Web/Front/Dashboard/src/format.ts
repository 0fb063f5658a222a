import type { MxScalar, MxValue } from '@mxgateway/client';

const ticksPerSecond = 10_000_000;

/** A value as the table shows it. */
export function formatValue(value: MxValue['value'], dataType?: MxValue['dataType']): string {
  if (isArray(value)) {
    const shown = value.slice(0, 4).map((element) => formatScalar(element, dataType)).join(', ');
    return `[${value.length}] ${shown}${value.length > 4 ? ', …' : ''}`;
  }
  return formatScalar(value, dataType);
}

function formatScalar(value: MxScalar, dataType: MxValue['dataType'] | undefined): string {
  if (value === null) {
    return '–';
  }
  if (dataType === 'Time' && typeof value === 'string') {
    return formatMoment(value);
  }
  if (dataType === 'ElapsedTime' && typeof value !== 'boolean') {
    return formatElapsed(value);
  }
  if (typeof value === 'number') {
    // A Float has about seven digits; more would only flicker.
    return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(7)));
  }
  return String(value);
}

/** Date and time to the second, in the user's time zone. */
export function formatMoment(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) {
    return iso;
  }
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clock(date)}`;
}

/** A number of 100 ns as days, hours, minutes and seconds. */
function formatElapsed(ticks: number | string): string {
  const seconds = Number(ticks) / ticksPerSecond;
  if (!Number.isFinite(seconds)) {
    return String(ticks);
  }
  const whole = Math.floor(Math.abs(seconds));
  const days = Math.floor(whole / 86_400);
  const time = `${two(Math.floor(whole / 3_600) % 24)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return `${seconds < 0 ? '-' : ''}${days > 0 ? `${days} d ` : ''}${time}`;
}

/** Time of day with milliseconds, in the user's time zone; the empty text when there is no time. */
export function formatTime(iso: string | undefined): string {
  if (iso === undefined) {
    return '';
  }
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) {
    return iso;
  }
  return `${clock(date)}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

function clock(date: Date): string {
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}

/** The first characters of an identifier, which are enough to distinguish two. */
export function short(id: string): string {
  return id.length > 8 ? `${id.slice(0, 8)}…` : id;
}

function isArray(value: MxValue['value']): value is readonly MxScalar[] {
  return Array.isArray(value);
}
