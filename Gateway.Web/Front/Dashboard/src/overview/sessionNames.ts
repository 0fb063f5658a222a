import type { OverviewSession } from '@mxgateway/client';
import { formatTime } from '../format.ts';

export type Named = Pick<OverviewSession, 'sessionId' | 'name' | 'clientIdentity' | 'owner' | 'createdAt'>;

/** What the page calls a session: its name, or else who opened it and when, because an id says nothing to people. */
export function titleOf({ name, clientIdentity, owner, createdAt }: Named): string {
  return filled(name) ?? `Unnamed, ${filled(clientIdentity) ?? owner}, ${formatTime(createdAt).slice(0, 8)}`;
}

function filled(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text;
}
