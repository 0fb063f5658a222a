import type { StreamPosition } from '@mxgateway/client';
import type { LiveRow } from './LiveModel.ts';

/** A table at a position: a reload shows the table again and resumes after the position. */
export interface SavedView {
  /** Position in the stream of one session. */
  readonly position?: StreamPosition;
  /** Position in the stream of the sessions of a tag. */
  readonly cursor?: string;
  readonly rows: readonly LiveRow[];
}

const key = (shown: string): string => `gateway.table.${shown}`;
const lastShown = 'gateway.shown';

export function saveView(shown: string, view: SavedView): void {
  try {
    sessionStorage.setItem(key(shown), JSON.stringify(view));
  } catch {
    // If the storage is full, the next load must get a snapshot, and nothing else is lost.
    sessionStorage.removeItem(key(shown));
  }
}

export function loadView(shown: string): SavedView | undefined {
  const text = sessionStorage.getItem(key(shown));
  try {
    return text === null ? undefined : (JSON.parse(text) as SavedView);
  } catch {
    return undefined;
  }
}

export function forgetView(shown: string): void {
  sessionStorage.removeItem(key(shown));
}

export function keepChosen(shown: string | undefined): void {
  if (shown === undefined) {
    sessionStorage.removeItem(lastShown);
  } else {
    sessionStorage.setItem(lastShown, shown);
  }
}

export function lastChosen(): string | undefined {
  return sessionStorage.getItem(lastShown) ?? undefined;
}
