import type { OverviewTable } from '@mxgateway/client';
import type { Identity } from '../apiContracts.ts';
import { may } from '../identity.ts';
import type { TimelineTarget } from './timelineAddress.ts';

export type TimelineAction = 'endReader' | 'closeSession' | 'killSession' | 'traceSession';

/** What the user may do with what a timeline is of, while it is there. The gateway checks every right again. */
export function actionsOf(target: TimelineTarget, who: Identity | undefined, { sessions, readers }: Pick<OverviewTable, 'sessions' | 'readers'>): readonly TimelineAction[] {
  if (who === undefined) {
    return [];
  }
  if (target.kind === 'stream') {
    const reader = readers.get(target.id);
    return reader !== undefined && may(who, 'sessions:close') && (who.isAdmin || reader.kind !== 'manySessions') ? ['endReader'] : [];
  }
  if (target.kind !== 'session' || !sessions.has(target.id)) {
    return [];
  }
  return [...(may(who, 'sessions:close') ? ['closeSession'] as const : []), ...(who.isAdmin ? ['killSession', 'traceSession'] as const : [])];
}
