import { formatMoment } from '../format.ts';

/** The name of the user's time zone and its present offset, such as `Europe/Berlin, UTC+01:00`. */
export function zoneName(now: Date = new Date()): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const offset = `UTC${offsetOf(now)}`;
  return timeZone === '' || timeZone === 'UTC' ? offset : `${timeZone}, ${offset}`;
}

/** Date and time with the offset that the user's zone had at that time. */
export function zoned(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : `${formatMoment(iso)} ${offsetOf(date)}`;
}

/** Only the time for a moment of today, else the date too, without the year while it is this one. */
export function shortMoment(iso: string | undefined, now: Date): string {
  if (iso === undefined) {
    return '';
  }
  const full = formatMoment(iso);
  const today = formatMoment(now.toISOString());
  if (full.slice(0, 10) === today.slice(0, 10)) {
    return full.slice(11);
  }
  return full.slice(0, 4) === today.slice(0, 4) ? full.slice(5) : full;
}

function offsetOf(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${minutes < 0 ? '−' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}
