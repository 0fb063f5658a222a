import type { AlarmMonitor } from '@mxgateway/client';
import { describe, expect, it } from 'vitest';
import { alarmedItems } from '../../src/alarms/alarmedItems.ts';
import { type AlarmPlace, parametersOf, placeOf } from '../../src/alarms/alarmAddress.ts';
import { AlarmAnnouncer } from '../../src/alarms/AlarmAnnouncer.ts';
import { defaultFilter } from '../../src/alarms/alarmFilter.ts';
import { AlarmHistory } from '../../src/alarms/AlarmHistory.ts';
import { defaultOrder } from '../../src/alarms/alarmOrder.ts';
import { chatterText, noticeOf, transitionText, valueText, type WatchState } from '../../src/alarms/alarmText.ts';
import { shortMoment, zoned } from '../../src/alarms/zonedTime.ts';
import { alarm, raised, shelved } from './sampleAlarms.ts';

const counts = { unacknowledged: 4, acknowledged: 0, returned: 0, normal: 0, unknown: 0, suppressed: 0 };

describe('the address of the alarms view', () => {
  const place: AlarmPlace = {
    filter: { text: 'tank high', states: new Set(['unacknowledged', 'unknown']), priorityTo: 499, area: 'North & South' },
    order: { column: 'raised', descending: true }, alarm: 'Tank1.Level.Hi',
  };

  it('gives the same place again', () => {
    const text = new URLSearchParams(parametersOf(place)).toString();
    expect(placeOf(new URLSearchParams(text))).toEqual(place);
  });

  it('is empty for the default, and ignores what is not understood', () => {
    expect(parametersOf({ filter: defaultFilter, order: defaultOrder, alarm: undefined })).toEqual({});
    const odd = placeOf(new URLSearchParams('sort=-nothing&priorityTo=many&states=open,unknown'));
    expect(odd).toEqual({ filter: { ...defaultFilter, states: new Set(['unknown']) }, order: defaultOrder, alarm: undefined });
  });
});

describe('announcements', () => {
  it('are one sentence for a flood, with the most urgent alarm, and at most one in five seconds', () => {
    const announcer = new AlarmAnnouncer();
    for (let i = 1; i <= 3; i += 1) {
      expect(announcer.note(raised(alarm(`A${i}`, { priority: 500 - i })))).toBe(true);
    }
    expect(announcer.take(0, counts)).toBe('3 alarms. Most urgent: A3, priority 497. 4 unacknowledged.');
    announcer.note(raised(alarm('B')));
    expect(announcer.take(4_999, counts)).toBeUndefined();
    expect(announcer.take(5_000, counts)).toBe('Alarm: B, priority 500. 4 unacknowledged.');
    expect(announcer.take(99_000, counts)).toBeUndefined();
  });

  it('are made of raised alarms only, also where the raise was merged into a later transition', () => {
    const announcer = new AlarmAnnouncer();
    expect(announcer.note(raised(alarm('A'), { kind: 'found' }))).toBe(false);
    expect(announcer.note(raised(alarm('A', shelved)))).toBe(false);
    expect(announcer.note(raised(alarm('A', { condition: 'normal' }), { kind: 'cleared' }))).toBe(false);
    expect(announcer.note(raised(alarm('A'), { kind: 'changed', raises: 2 }))).toBe(true);
  });
});

describe('the notice above the alarms', () => {
  const monitor: AlarmMonitor = { status: 'watching', since: '2026-03-01T12:00:00Z', watched: 10, unknown: 3 };
  const good: WatchState = { monitor, stale: false, awaitingSnapshot: false, connected: true, ended: undefined };
  const withStatus = (status: AlarmMonitor['status']): WatchState => ({ ...good, monitor: { ...monitor, status, reason: 'The worker ended.' } });

  it('is absent only when the alarms can be relied on', () => {
    expect(noticeOf(good)).toBeUndefined();
    for (const bad of [{ ...good, stale: true }, { ...good, awaitingSnapshot: true }, { ...good, connected: false }, { ...good, ended: 'x' }, withStatus('starting')]) {
      expect(noticeOf(bad)?.text).toMatch(/alarms/);
    }
  });

  it('says for a blind and a partial monitor since when and why', () => {
    expect(noticeOf(withStatus('blind'))).toMatchObject({ tone: 'bad' });
    expect(noticeOf(withStatus('blind'))?.text).toContain('does not see the alarms since 2026-03-01');
    expect(noticeOf(withStatus('blind'))?.text).toContain('The worker ended.');
    expect(noticeOf(withStatus('partial'))?.text).toContain('3 of 10 alarms');
  });
});

describe('texts', () => {
  it('show times in the local zone with its offset', () => {
    expect(zoned('2026-03-01T12:00:00Z')).toMatch(/^2026-0[23]-\d\d \d\d:\d\d:00 [+−]\d\d:\d\d$/);
    const now = new Date(2026, 2, 5, 9, 0, 0);
    expect(shortMoment(new Date(2026, 2, 5, 8, 7, 6).toISOString(), now)).toBe('08:07:06');
    expect(shortMoment(new Date(2026, 2, 4, 8, 7, 6).toISOString(), now)).toBe('03-04 08:07:06');
    expect(shortMoment(new Date(2025, 2, 4, 8, 7, 6).toISOString(), now)).toBe('2025-03-04 08:07:06');
    expect(shortMoment(undefined, now)).toBe('');
  });

  it('show value, limit and unit as far as they are known', () => {
    expect(valueText(alarm('A', { value: { dataType: 'Float', value: 91.25 }, limit: { dataType: 'Float', value: 90 }, unit: '%' }))).toBe('91.25 › 90 %');
    expect(valueText(alarm('A', { limit: { dataType: 'Float', value: 90 } }))).toBe('– › 90');
    expect(valueText(alarm('A'))).toBe('');
  });

  it('say how often a chattering alarm is raised', () => {
    expect([chatterText(alarm('A', { chattering: 4 })), chatterText(alarm('A'))]).toEqual(['×4', '']);
  });

  it('describe transitions', () => {
    const one = alarm('A', { acknowledgedBy: 'ada', comment: 'seen' });
    expect(transitionText(raised(one, { kind: 'acknowledged' }))).toBe('acknowledged by ada: seen');
    expect(transitionText(raised(one, { kind: 'cleared', cause: 'reconciled' }))).toBe('returned to normal (noticed later)');
  });

  it('guess the item that an alarm watches from its name', () => {
    expect(alarmedItems('Tank101.Level.HiHi')).toEqual(['Tank101.Level.PV', 'Tank101.Level']);
    expect(alarmedItems('Tank101.Level.Roc.IncreasingHi')).toEqual(['Tank101.Level.PV', 'Tank101.Level']);
    expect(alarmedItems('Pump101.Fault')).toEqual(['Pump101.Fault']);
  });
});

describe('the history of an alarm', () => {
  it('is read to the latest transition, is newest first, has each once and is bounded', async () => {
    const asked: number[] = [];
    const api = {
      alarmLog: (_reference: string, after: number) => {
        asked.push(after);
        const next = Math.min(after + 15_000, 30_000);
        return Promise.resolve({ transitions: Array.from({ length: 15 }, (_, i) => raised(alarm('A', { sequence: next - i }))), next });
      },
    };
    const history = new AlarmHistory();
    history.note(raised(alarm('A', { sequence: 30_000 })));
    await history.load(api, 'A', 30_000);
    expect(asked).toEqual([10_000, 25_000]);
    const sequences = history.newestFirst.map(({ sequence }) => sequence);
    expect(sequences).toHaveLength(20);
    expect(sequences[0]).toBe(30_000);
    expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => b - a));
  });
});
