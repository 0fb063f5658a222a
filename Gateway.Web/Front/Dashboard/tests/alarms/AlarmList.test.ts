import type { Alarm } from '@mxgateway/client';
import { describe, expect, it } from 'vitest';
import { type AlarmFilter, defaultFilter, states } from '../../src/alarms/alarmFilter.ts';
import { AlarmList } from '../../src/alarms/AlarmList.ts';
import { type AlarmOrder, defaultOrder, sortColumns } from '../../src/alarms/alarmOrder.ts';
import { acknowledged, alarm, normal, returned, shelved, unknown } from './sampleAlarms.ts';

/** A list and the alarms that it is told of. */
class Plant {
  readonly list = new AlarmList();
  readonly alarms = new Map<string, Alarm>();

  put(...alarms: readonly Alarm[]): void {
    alarms.forEach((one) => this.alarms.set(one.reference, one));
    this.list.update(alarms.map(({ reference }) => reference), (reference) => this.alarms.get(reference));
  }

  drop(reference: string): void {
    this.alarms.delete(reference);
    this.list.update([reference], () => undefined);
  }

  get names(): string[] {
    return this.list.shown.map((row) => row.alarm.reference);
  }

  choose(filter: Partial<AlarmFilter>, order: AlarmOrder = defaultOrder): string[] {
    this.list.choose({ ...defaultFilter, ...filter }, order);
    return this.names;
  }
}

function mixed(): Plant {
  const plant = new Plant();
  plant.put(
    alarm('Tank1.Level.Hi', { priority: 300, area: 'North', description: 'Tank 1 high', raisedAt: '2026-03-01T12:00:05Z' }),
    alarm('Tank2.Level.Hi', { ...acknowledged, priority: 10, area: 'North' }),
    alarm('Pump1.Fault', { ...returned, area: 'South' }),
    alarm('Pump2.Fault', unknown),
    alarm('Pump3.Fault', { ...shelved, priority: 1 }),
    alarm('Pump4.Fault', normal),
    alarm('Tank3.Level.Hi', { priority: 300, raisedAt: '2026-03-01T12:00:05.5Z' }),
    alarm('Tank4.Level.Hi', { priority: 100 }),
  );
  return plant;
}

describe('the list of alarms', () => {
  it('has all but normal ones, unacknowledged first, then the more urgent, then the newer', () => {
    expect(mixed().names).toEqual([
      'Tank4.Level.Hi', 'Tank3.Level.Hi', 'Tank1.Level.Hi', 'Pump1.Fault', 'Pump2.Fault', 'Tank2.Level.Hi', 'Pump3.Fault']);
  });

  it('is filtered by text in any part of the alarm, state, priority and area', () => {
    const plant = mixed();
    expect(plant.choose({ text: 'TANK high' })).toEqual(['Tank1.Level.Hi']);
    expect(plant.choose({ text: 'ada' })).toEqual(['Tank2.Level.Hi']);
    expect(plant.choose({ states: new Set(['suppressed', 'unknown']) })).toEqual(['Pump2.Fault', 'Pump3.Fault']);
    expect(plant.choose({ states: new Set(['normal']) })).toEqual(['Pump4.Fault']);
    expect(plant.choose({ priorityTo: 100 })).toEqual(['Tank4.Level.Hi', 'Tank2.Level.Hi', 'Pump3.Fault']);
    expect(plant.choose({ area: 'North' })).toEqual(['Tank1.Level.Hi', 'Tank2.Level.Hi']);
    expect(plant.list.size).toBe(8);
    expect(plant.list.areas).toEqual(['North', 'South']);
  });

  it('takes an alarm without a priority for the least urgent', () => {
    const plant = new Plant();
    const without: Alarm = { reference: 'A', condition: 'active', suppression: 'none', occurrence: 1, quality: 192, sequence: 1 };
    plant.put(without, alarm('B', { priority: 999 }));
    expect(plant.names).toEqual(['B', 'A']);
    expect(plant.choose({ priorityTo: 999 })).toEqual(['B']);
  });

  it('is sorted by any column in both directions', () => {
    const plant = mixed();
    expect(plant.choose({}, { column: 'raised', descending: true }).slice(0, 2)).toEqual(['Tank3.Level.Hi', 'Tank1.Level.Hi']);
    expect(plant.choose({}, { column: 'priority', descending: false }).slice(0, 2)).toEqual(['Pump3.Fault', 'Tank2.Level.Hi']);
    expect(plant.choose({}, { column: 'reference', descending: true })[0]).toBe('Tank4.Level.Hi');
    const values = new Plant();
    values.put(...[10, 9, 100].map((value) => alarm(`V${value}`, { value: { dataType: 'Double', value } })), alarm('None'));
    expect(values.choose({}, { column: 'value', descending: false })).toEqual(['V9', 'V10', 'V100', 'None']);
  });

  it('is after any changes what sorting all alarms again gives', () => {
    const kinds = [{}, acknowledged, returned, unknown, normal, shelved];
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (const column of sortColumns) {
      const plant = new Plant();
      const again = new Plant();
      plant.choose({}, { column, descending: true });
      for (let step = 0; step < 60; step += 1) {
        const some = Array.from({ length: random(12) }, () => alarm(`A${random(40)}`, { ...kinds[random(kinds.length)], priority: random(5) + 1 }));
        plant.put(...some);
        if (random(3) === 0) {
          plant.drop(`A${random(40)}`);
        }
      }
      again.put(...plant.alarms.values());
      again.choose({}, { column, descending: true });
      expect(plant.names).toEqual(again.names);
      expect(plant.names.length).toBeGreaterThan(5);
    }
  });
});

describe('a held list', () => {
  it('keeps rows in their places, shows what their alarms are now, and counts what waits', () => {
    const plant = new Plant();
    plant.put(alarm('A'), alarm('B'), alarm('C', acknowledged));
    plant.list.hold();
    plant.put(alarm('A', acknowledged), alarm('New', { priority: 1 }), alarm('C', { ...acknowledged, comment: 'seen' }));
    plant.drop('B');
    expect(plant.names).toEqual(['A', 'B', 'C']);
    expect(plant.list.shown.map(({ state, gone }) => [state, gone])).toEqual([['acknowledged', false], ['normal', true], ['acknowledged', false]]);
    expect(plant.list.shown[2]?.alarm.comment).toBe('seen');
    expect(plant.list.waiting).toBe(3);
    plant.list.release();
    expect(plant.names).toEqual(['New', 'A', 'C']);
    expect(plant.list.waiting).toBe(0);
  });

  it('does not count what has come and gone, or gone and come back', () => {
    const plant = new Plant();
    plant.put(alarm('A'), alarm('B'));
    plant.list.hold();
    plant.put(alarm('C'));
    plant.drop('C');
    plant.drop('A');
    plant.put(alarm('A'));
    expect(plant.list.waiting).toBe(0);
    expect(plant.list.shown.map(({ gone }) => gone)).toEqual([false, false]);
  });

  it('shows what waits on demand, and after another filter, and is still held', () => {
    const plant = new Plant();
    plant.put(alarm('A'));
    plant.list.hold();
    plant.put(alarm('B', { priority: 1 }));
    plant.list.showWaiting();
    expect(plant.names).toEqual(['B', 'A']);
    plant.put(alarm('C', { priority: 2 }));
    expect(plant.names).toEqual(['B', 'A']);
    expect(plant.choose({ states: new Set(states) })).toEqual(['B', 'C', 'A']);
    expect(plant.list.isHeld).toBe(true);
  });

  it('keeps a row that no longer passes the filter until it is released', () => {
    const plant = new Plant();
    plant.put(alarm('A'), alarm('B'));
    plant.choose({ states: new Set(['unacknowledged']) });
    plant.list.hold();
    plant.put(alarm('A', acknowledged));
    expect(plant.list.shown.map(({ state }) => state)).toEqual(['acknowledged', 'unacknowledged']);
    expect(plant.list.waiting).toBe(1);
    plant.list.release();
    expect(plant.names).toEqual(['B']);
  });
});
