import { describe, expect, it } from 'vitest';
import type { Identity } from '../../src/apiContracts.ts';
import { actionsOf } from '../../src/timeline/timelineActions.ts';

type Table = Parameters<typeof actionsOf>[2];

const table = {
  sessions: new Map([['s', {}]]),
  readers: new Map([['one', { kind: 'session' }], ['many', { kind: 'manySessions' }]]),
} as unknown as Table;

function who(...scopes: readonly string[]): Identity {
  return { subject: 'ada', tokenId: '0', scopes, sessionTags: [], expiresAt: '2099-01-01T00:00:00Z', isAdmin: scopes.includes('admin') };
}

describe('a timeline offers', () => {
  it('nothing to somebody who only reads, or of whom nothing is known yet', () => {
    expect(actionsOf({ kind: 'session', id: 's' }, who('sessions:read'), table)).toEqual([]);
    expect(actionsOf({ kind: 'stream', id: 'one' }, who('sessions:read'), table)).toEqual([]);
    expect(actionsOf({ kind: 'session', id: 's' }, undefined, table)).toEqual([]);
  });

  it('what the token allows', () => {
    expect(actionsOf({ kind: 'session', id: 's' }, who('sessions:close'), table)).toEqual(['closeSession']);
    expect(actionsOf({ kind: 'session', id: 's' }, who('admin'), table)).toEqual(['closeSession', 'killSession', 'traceSession']);
    expect(actionsOf({ kind: 'stream', id: 'one' }, who('sessions:close'), table)).toEqual(['endReader']);
  });

  it('the end of a stream over many sessions to admins only', () => {
    expect(actionsOf({ kind: 'stream', id: 'many' }, who('sessions:close'), table)).toEqual([]);
    expect(actionsOf({ kind: 'stream', id: 'many' }, who('admin'), table)).toEqual(['endReader']);
  });

  it('nothing for what is gone, and nothing for workers, connections and dumps', () => {
    for (const target of [{ kind: 'session', id: 'gone' }, { kind: 'stream', id: 'gone' }, { kind: 'worker', id: '7' }, { kind: 'dump', id: '1' }] as const) {
      expect(actionsOf(target, who('admin'), table)).toEqual([]);
    }
  });
});
