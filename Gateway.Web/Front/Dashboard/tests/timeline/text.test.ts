import { describe, expect, it } from 'vitest';
import { targetOf, targetText } from '../../src/timeline/timelineAddress.ts';
import { causeText, detailOf, meaningOf, newestFirst } from '../../src/timeline/timelineText.ts';

describe('an entry of a timeline', () => {
  it('says what happened and what belongs to it', () => {
    const gap = { kind: 'gap', data: { reason: 'evicted', after: '17', missed: '1200' } };
    expect(`${meaningOf(gap).text}: ${detailOf(gap)}`).toBe(`Events missed: no longer in the history, after event 17, ${(1200).toLocaleString()} missed`);
    expect(detailOf({ kind: 'workerLost', data: { cause: 'silent' } })).toBe('it was silent for too long');
    expect(detailOf({ kind: 'streamStarted', data: { mode: 'conflate', after: '0' } })).toBe('latest values, from the first event on');
    expect(detailOf({ kind: 'lagged', data: { conflated: '3', dropped: '0' } })).toBe('3 merged');
    expect(detailOf({ kind: 'streamLeft' })).toBe('');
  });

  it('names the command, and marks one that failed', () => {
    expect(meaningOf({ kind: 'command', data: { method: 'AddItem', microseconds: '1250' } })).toEqual({ text: 'Command AddItem', tone: 'plain' });
    expect(detailOf({ kind: 'command', data: { method: 'AddItem', microseconds: '1250' } })).toBe(`${(1.3).toLocaleString()} ms`);
    const failed = { kind: 'command', data: { method: 'Write', microseconds: '30000000', code: 'CommandTimedOut' } };
    expect(meaningOf(failed).tone).toBe('bad');
    expect(detailOf(failed)).toBe(`${(30_000).toLocaleString()} ms, CommandTimedOut`);
  });

  it('of a later gateway is shown by its name', () => {
    expect(meaningOf({ kind: 'constructor' })).toEqual({ text: 'constructor', tone: 'plain' });
    expect(meaningOf({ kind: 'somethingNew', data: { number: '3' } }).text).toBe('somethingNew');
  });

  it('comes newest first', () => {
    expect(newestFirst([{ at: '1', kind: 'slow' }, { at: '2', kind: 'caughtUp' }]).map(({ at }) => at)).toEqual(['2', '1']);
  });
});

describe('the address of a timeline', () => {
  it('can be shared and reloaded', () => {
    for (const target of [{ kind: 'stream', id: 'a.b:c' }, { kind: 'dump', id: '3' }] as const) {
      expect(targetOf(targetText(target))).toEqual(target);
    }
  });

  it('that names nothing shows nothing', () => {
    expect(['', 'session:', 'plant:1', null].map(targetOf)).toEqual([undefined, undefined, undefined, undefined]);
  });
});

it('each cause of a dump has a text', () => {
  expect([causeText('fault'), causeText('workerLost'), causeText('gap'), causeText('slow')]).toEqual(['Session faulted', 'Worker lost', 'Events missed', 'Reader is slow']);
});
