import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Alarm, AlarmItem, AlarmMonitorStatus } from '../src/alarmContracts.js';
import { alarmStateOf } from '../src/alarmStates.js';
import { AlarmTable } from '../src/AlarmTable.js';
import { active, alarm, alarmGap, complete, snapshot, startedAlarms, transition, transitions, watching } from './fakes/alarms.js';

const hi = alarm('Tank101.Level.Hi', 5);
const fault = alarm('Pump101.Fault', 6);

function tableOf(...items: readonly AlarmItem[]): AlarmTable {
  const table = new AlarmTable();
  items.forEach((item) => { table.apply(item); });
  return table;
}

const current = (): AlarmTable => tableOf(startedAlarms(7), ...snapshot(7, hi, fault));
const references = (table: AlarmTable): readonly string[] => [...table.alarms()].map(({ reference }) => reference).sort();
const monitor = (status: AlarmMonitorStatus): AlarmItem => ({ kind: 'monitor', monitor: { ...watching, status } });

describe('AlarmTable', () => {
  it('is not a picture before the first snapshot is complete', () => {
    const table = new AlarmTable();
    expect([table.awaitingSnapshot, table.stale, table.monitor]).toEqual([true, true, undefined]);
    table.apply(startedAlarms(7));
    table.apply(active(7, hi));
    expect([table.awaitingSnapshot, table.isSuspect('Tank101.Level.Hi')]).toEqual([true, false]);
    table.apply(complete(7, 1));
    expect([table.awaitingSnapshot, table.stale]).toEqual([false, false]);
  });

  it('drops what cleared while nobody looked, and only at the end of the snapshot', () => {
    const table = current();
    table.apply(alarmGap(7, 30));
    expect([table.awaitingSnapshot, table.isSuspect('Pump101.Fault')]).toEqual([true, true]);
    table.apply(active(30, hi));
    expect(references(table)).toEqual(['Pump101.Fault', 'Tank101.Level.Hi']);
    expect([table.isSuspect('Pump101.Fault'), table.isSuspect('Tank101.Level.Hi')]).toEqual([true, false]);
    table.apply(complete(30, 1));
    expect(references(table)).toEqual(['Tank101.Level.Hi']);
    expect(table.awaitingSnapshot).toBe(false);
  });

  it('does not take a row for confirmed that only a cut off snapshot named', () => {
    const table = current();
    table.apply(alarmGap(7, 30));
    table.apply(active(30, hi));
    table.connectionLost();
    table.apply(startedAlarms(31));
    expect(table.isSuspect('Tank101.Level.Hi')).toBe(true);
    snapshot(31, fault).forEach((item) => { table.apply(item); });
    expect(references(table)).toEqual(['Pump101.Fault']);
  });

  it('replaces a row by its reference, whatever the case', () => {
    const table = current();
    table.apply(transitions(8, 8, transition(alarm('TANK101.level.hi', 8, { acknowledged: true, occurrence: 5 }))));
    expect(table.size).toBe(2);
    expect(table.get('tank101.LEVEL.hi')).toMatchObject({ acknowledged: true, sequence: 8 });
  });

  it('ignores what is not newer than what it has', () => {
    const table = current();
    table.apply(transitions(8, 9, transition(alarm('Tank101.Level.Hi', 8, { condition: 'normal' })), transition(alarm('Tank101.Level.Hi', 9, { priority: 9 }))));
    table.apply(transitions(8, 8, transition(alarm('Tank101.Level.Hi', 8, { condition: 'normal' }))));
    table.apply(active(7, alarm('Old.Hi', 3)));
    table.apply(complete(7, 1));
    expect(table.get('Tank101.Level.Hi')?.priority).toBe(9);
    expect(references(table)).toEqual(['Pump101.Fault', 'Tank101.Level.Hi']);
  });

  it('does not bring back an alarm that is gone when its last transitions are repeated', () => {
    const table = current();
    const items = [
      transitions(8, 8, transition(alarm('Pump101.Fault', 8, { acknowledged: true }))),
      transitions(9, 9, transition(alarm('Pump101.Fault', 9, { condition: 'normal', acknowledged: true }))),
    ];
    [...items, ...items.slice(0, 1)].forEach((item) => { table.apply(item); });
    expect(references(table)).toEqual(['Tank101.Level.Hi']);
  });

  it.each([
    ['normal and acknowledged', { condition: 'normal', acknowledged: true }, {}, false],
    ['normal, never raised', { condition: 'normal', acknowledged: undefined }, {}, false],
    ['leaving the filter', {}, { leaves: true }, false],
    ['no longer watched', {}, { kind: 'removed' }, false],
    ['returned and not acknowledged', { condition: 'normal', acknowledged: false }, {}, true],
    ['shelved while normal', { condition: 'normal', acknowledged: true, suppression: 'shelved' }, {}, true],
    ['unknown', { condition: 'unknown', acknowledged: true }, {}, true],
  ] as const)('keeps or drops what is %s', (_, state, how, kept) => {
    const table = current();
    table.apply(transitions(8, 8, transition(alarm('Pump101.Fault', 8, state as Partial<Alarm>), how)));
    expect(table.get('Pump101.Fault') !== undefined).toBe(kept);
  });

  it('keeps normal alarms when it is asked to', () => {
    const table = new AlarmTable({ keepNormal: true });
    [startedAlarms(7), ...snapshot(7, { ...hi, condition: 'normal', acknowledged: true } as const)].forEach((item) => { table.apply(item); });
    expect(table.counts).toMatchObject({ normal: 1, unacknowledged: 0 });
  });

  it('takes an unknown condition for neither normal nor active', () => {
    expect(alarmStateOf(alarm('A', 1, { condition: 'unknown', lastCondition: 'normal' }))).toBe('unknown');
    expect(alarmStateOf({ reference: 'A', condition: 'active', suppression: 'none', occurrence: 1, quality: 192, sequence: 1 })).toBe('unacknowledged');
  });

  it('counts each alarm once: by its state, or as suppressed', () => {
    const table = tableOf(startedAlarms(7), ...snapshot(7,
      hi, alarm('B', 1, { acknowledged: true }), alarm('C', 1, { condition: 'normal' }), alarm('D', 1, { condition: 'unknown' }),
      alarm('E', 1, { suppression: 'shelved' }), alarm('F', 1, { suppression: 'unknown' })));
    expect(table.counts).toEqual({ unacknowledged: 2, acknowledged: 1, returned: 1, normal: 0, unknown: 1, suppressed: 1 });
    table.apply(transitions(8, 8, transition(alarm('E', 8))));
    table.apply(transitions(9, 9, transition(alarm('B', 9), { leaves: true })));
    expect(table.counts).toEqual({ unacknowledged: 3, acknowledged: 0, returned: 1, normal: 0, unknown: 1, suppressed: 0 });
  });

  it.each([
    ['off', true], ['starting', true], ['blind', true], ['partial', false], ['watching', false],
  ] as const)('with a monitor that is %s is stale: %s', (status, stale) => {
    const table = current();
    table.apply(monitor(status));
    expect([table.stale, table.monitor?.status, table.size]).toEqual([stale, status, 2]);
  });

  it('is stale from a lost connection until it has caught up with what the log had at the resume', () => {
    const table = current();
    table.connectionLost();
    expect(table.stale).toBe(true);
    table.apply(startedAlarms(7, 'a1', 9));
    expect([table.stale, table.awaitingSnapshot]).toEqual([true, false]);
    table.apply(transitions(8, 8));
    expect(table.stale).toBe(true);
    table.apply({ kind: 'idle', sequence: 9 });
    expect(table.stale).toBe(false);
  });

  it('does not compare sequences of another numbering', () => {
    const table = tableOf(startedAlarms(900), ...snapshot(900, alarm('Tank101.Level.Hi', 800, { acknowledged: true })));
    [startedAlarms(3, 'a2'), alarmGap(900, 3, 'a2'), ...snapshot(3, alarm('Tank101.Level.Hi', 2))].forEach((item) => { table.apply(item); });
    expect(table.get('Tank101.Level.Hi')).toMatchObject({ sequence: 2, acknowledged: false });
    expect(table.epoch).toBe('a2');
  });

  it('believes a log that went back, after its gap', () => {
    const table = tableOf(startedAlarms(50), ...snapshot(50, alarm('Tank101.Level.Hi', 50)));
    [alarmGap(50, 7), ...snapshot(7, fault), transitions(8, 8, transition(alarm('A8', 8)))].forEach((item) => { table.apply(item); });
    expect(references(table)).toEqual(['A8', 'Pump101.Fault']);
  });

  it('waits for a snapshot after changed rights, and drops what may no longer be seen', () => {
    const table = current();
    table.apply({ kind: 'access', widened: [], narrowed: ['Pump*'] });
    expect([table.awaitingSnapshot, table.isSuspect('Pump101.Fault')]).toEqual([true, true]);
    snapshot(7, hi).forEach((item) => { table.apply(item); });
    expect(references(table)).toEqual(['Tank101.Level.Hi']);
  });

  it('calls a listener once until the changes are taken, and then tells which rows are different', () => {
    const table = current();
    table.takeChanges();
    let calls = 0;
    const remove = table.onChange(() => {
      calls += 1;
      // The table is whole when the listener is called.
      expect(table.size).toBe(1);
    });
    table.apply(transitions(8, 9, transition(alarm('Pump101.Fault', 8), { leaves: true }), transition(alarm('Tank101.Level.Hi', 9, { acknowledged: true }))));
    table.apply(transitions(10, 10, transition(alarm('Tank101.Level.Hi', 10))));
    expect(calls).toBe(1);
    expect(table.takeChanges()).toEqual({ references: new Set(['Pump101.Fault', 'Tank101.Level.Hi']), status: false });
    expect(table.takeChanges().references.size).toBe(0);
    table.connectionLost();
    expect([calls, table.takeChanges().status]).toEqual([2, true]);
    remove();
    table.apply(monitor('blind'));
    expect(calls).toBe(2);
  });

  it('applies every golden item', () => {
    const items = JSON.parse(readFileSync(new URL('../../Tests/Fixtures/alarm-items.json', import.meta.url), 'utf8')) as readonly AlarmItem[];
    const table = tableOf(...items);
    expect(new Set(items.map(({ kind }) => kind)).size).toBe(8);
    expect(table.epoch).toBe('0123456789abcdef');
    expect(Object.values(table.counts).reduce((sum, one) => sum + one, 0)).toBe(table.size);
  });

  it('takes a flood of 5 000 alarms and as many transitions at a cost that does not grow with its rows', () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => alarm(`AlarmFlood.A${i}`, i + 1));
    const table = tableOf(startedAlarms(5_000), ...snapshot(5_000, ...rows));
    table.takeChanges();
    const began = process.cpuUsage();
    for (let sequence = 5_001; sequence <= 55_000; sequence += 1) {
      table.apply(transitions(sequence, sequence, transition(alarm(`AlarmFlood.A${sequence % 5_000}`, sequence, { acknowledged: sequence % 2 === 0 }))));
    }
    // 50 000 transitions are 100 s of a plant that makes 500 a second; walking 5 000 rows for each would take many seconds.
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1_000).toBeLessThan(3_000);
    expect(table.takeChanges().references.size).toBe(5_000);
  });
});
