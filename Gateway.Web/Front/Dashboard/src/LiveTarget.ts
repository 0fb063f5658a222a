import type { EventStream, GatewayClient, Session, MultiSessionEventStream, SessionState } from '@mxgateway/client';

/** What the live table shows: one session, or all sessions of a tag, including those that are opened later. */
export type LiveTarget =
  | { readonly kind: 'session'; readonly session: Session; readonly title: string; readonly state: SessionState }
  | { readonly kind: 'tag'; readonly client: GatewayClient; readonly tag: string };

export type LiveStream = EventStream | MultiSessionEventStream;

/** Identifies a target, also across reloads. */
export function keyOf(target: LiveTarget): string {
  return target.kind === 'session' ? target.session.sessionId : tagKey(target.tag);
}

export function tagKey(tag: string): string {
  return `tag:${tag}`;
}
