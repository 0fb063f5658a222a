import type { StreamPosition } from '@mxgateway/client';
import type { LiveRow } from './LiveModel.ts';

/** A session's table as of a position: a reload shows it again and resumes right behind it. */
export interface SavedView {
  readonly position: StreamPosition;
  readonly rows: readonly LiveRow[];
}

const key = (sessionId: string): string => `gateway.view.${sessionId}`;
const lastSession = 'gateway.session';

export function saveView(sessionId: string, view: SavedView): void {
  try {
    sessionStorage.setItem(key(sessionId), JSON.stringify(view));
  } catch {
    // Full storage costs a snapshot at the next load, nothing else.
    sessionStorage.removeItem(key(sessionId));
  }
}

export function loadView(sessionId: string): SavedView | undefined {
  const text = sessionStorage.getItem(key(sessionId));
  try {
    return text === null ? undefined : (JSON.parse(text) as SavedView);
  } catch {
    return undefined;
  }
}

export function forgetView(sessionId: string): void {
  sessionStorage.removeItem(key(sessionId));
}

export function keepChosen(sessionId: string | undefined): void {
  if (sessionId === undefined) {
    sessionStorage.removeItem(lastSession);
  } else {
    sessionStorage.setItem(lastSession, sessionId);
  }
}

export function lastChosen(): string | undefined {
  return sessionStorage.getItem(lastSession) ?? undefined;
}
