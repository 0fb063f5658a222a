import type { MxScalar, MxStatus, MxValue } from '@mxgateway/client';

/** A value as a table shows it. */
export function formatValue(value: MxValue['value']): string {
  if (isArray(value)) {
    const shown = value.slice(0, 4).map(formatScalar).join(', ');
    return `[${value.length}] ${shown}${value.length > 4 ? ', …' : ''}`;
  }
  return formatScalar(value);
}

function formatScalar(value: MxScalar): string {
  if (value === null) {
    return '–';
  }
  if (typeof value === 'number') {
    // Seven digits are what a Float holds; more only flickers.
    return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(7)));
  }
  return String(value);
}

/** The time of day with milliseconds in the viewer's zone; the empty text for no time. */
export function formatTime(iso: string | undefined): string {
  if (iso === undefined) {
    return '';
  }
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) {
    return iso;
  }
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** What a failing status says, in one line. */
export function formatStatus(status: MxStatus): string {
  return `${status.category} (detail ${status.detail}, detected by ${status.detectedBy})`;
}

/** The first characters of an identifier, enough to tell two apart. */
export function short(id: string): string {
  return id.length > 8 ? `${id.slice(0, 8)}…` : id;
}

function isArray(value: MxValue['value']): value is readonly MxScalar[] {
  return Array.isArray(value);
}
