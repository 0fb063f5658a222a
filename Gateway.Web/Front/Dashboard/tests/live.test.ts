import type { ReaderOverview } from '@mxgateway/client';
import { describe, expect, it } from 'vitest';
import type { Identity } from '../src/apiContracts.ts';
import { mayWrite } from '../src/identity.ts';
import { titleOf } from '../src/overview/sessionNames.ts';
import { describeReader, loadOf } from '../src/sessionFacts.ts';
import { TrendData } from '../src/TrendData.ts';
import { padded } from '../src/trendScale.ts';
import { whyNoTrend } from '../src/whyNoTrend.ts';

const reader: Identity = {
  subject: 'ada', tokenId: '1', scopes: ['sessions:read'], sessionTags: [], expiresAt: '2026-01-01T01:00:00Z', isAdmin: false,
};

describe('the items that a user may write', () => {
  it('are none without the permission, and all without a list', () => {
    expect(mayWrite(reader, 'Tank101.Level.SP')).toBe(false);
    expect(mayWrite({ ...reader, write: ['*'] }, 'Tank101.Level.SP')).toBe(false);
    expect(mayWrite({ ...reader, scopes: ['sessions:write'] }, 'Tank101.Level.SP')).toBe(true);
  });

  it('are those of the token\'s list, in which only the asterisk and the question mark have a meaning', () => {
    const writer: Identity = { ...reader, scopes: ['sessions:write'], write: ['tank101.*', 'A.B[1]', 'Pump?.Run'] };
    expect(['Tank101.Level.SP', 'Tank102.Level.SP', 'Tank101xLevel', 'a.b[1]', 'AxB1', 'Pump1.Run', 'Pump12.Run'].filter((item) => mayWrite(writer, item))).toEqual(['Tank101.Level.SP', 'a.b[1]', 'Pump1.Run']);
    expect(mayWrite({ ...writer, write: [] }, 'Tank101.Level.SP')).toBe(false);
  });
});

describe('a trend', () => {
  it('of an item that does not change is a line from the first value on, because the gateway\'s clock advances it', () => {
    const data = new TrendData();
    data.tick(1_000);
    data.choose('a');
    data.add('a', data.latest, 42);
    data.tick(1_030);
    expect(data.tables(60)).toEqual([[[1_000, 1_030], [42, 42]]]);
  });

  it('has its axis around a constant value', () => {
    expect(padded(42, 42)).toEqual([39.9, 44.1]);
    expect(padded(0, 0)).toEqual([-1, 1]);
  });

  it('draws numbers and switches, and says why not for others', () => {
    const row = { reference: 'Tank101.State' };
    expect(whyNoTrend({ ...row, dataType: 'Double', value: 1.5 })).toBeUndefined();
    expect(whyNoTrend({ ...row, dataType: 'Boolean', value: true })).toBeUndefined();
    expect(whyNoTrend({ ...row, dataType: 'Double', value: null })).toBeUndefined();
    expect(whyNoTrend({ ...row, dataType: undefined, value: null })).toBeUndefined();
    expect(whyNoTrend({ ...row, dataType: 'String', value: 'Filling' })).toBe('Tank101.State is a text. A trend draws only numbers and switches.');
    expect(whyNoTrend({ ...row, dataType: 'Double', value: [1, 2] })).toMatch(/is an array/);
  });
});

describe('a session', () => {
  it('that nobody named is called by who opened it and when', () => {
    const session = { sessionId: '0193', owner: 'ada', createdAt: '2026-01-01T12:00:05Z' };
    expect(titleOf({ ...session, name: 'Hall 3' })).toBe('Hall 3');
    expect(titleOf(session)).toMatch(/^Unnamed, ada, \d\d:\d\d:05$/);
    expect(titleOf({ ...session, name: ' ', clientIdentity: 'Historian' })).toMatch(/^Unnamed, Historian, \d\d:\d\d:05$/);
  });

  it('says how many readers it has', () => {
    const load = { sessionId: '', items: 4, latestSequence: 0, pendingCommands: 0, historyEvents: 0, historyBytes: 0, lastActivityAt: '' };
    expect(loadOf({ load: { ...load, readers: 1 } })).toBe('4 items · 1 reader');
    expect(loadOf({})).toBe('');
  });

  it('shows its readers in one line each', () => {
    const slow: ReaderOverview = {
      readerId: 'r', subscriptionId: 's', sessionId: 'x', kind: 'session', subject: 'ada', mode: 'lossless', since: '', slowSince: '2026-01-01T12:00:00Z',
      load: { readerId: 'r', phase: 'live', position: 1, lag: 1_234, lagMs: 900, queued: 3, delivered: 1, conflated: 0, dropped: 0, slowEpisodes: 2, gaps: 0 },
    };
    expect(describeReader(slow)).toBe(`ada: every event, ${(1_234).toLocaleString()} events behind, slow, slow 2×`);
    expect(describeReader({ ...slow, kind: 'observer', mode: 'conflate', slowSince: undefined, load: undefined } as never)).toBe('ada: observer, latest values, up to date');
  });
});
