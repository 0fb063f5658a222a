import { type AlarmCommandResult, GatewayError } from '@mxgateway/client';
import { describe, expect, it } from 'vitest';
import type { Identity } from '../../src/apiContracts.ts';
import { AlarmActions, type AlarmCaller } from '../../src/alarms/AlarmActions.ts';
import { CommandOutcomes } from '../../src/alarms/CommandOutcomes.ts';
import { AlarmRights } from '../../src/alarms/alarmRights.ts';
import { toRow } from '../../src/alarms/alarmRow.ts';
import { AlarmSelection } from '../../src/alarms/AlarmSelection.ts';
import { acknowledged, alarm, normal, returned, unknown } from './sampleAlarms.ts';

describe('the selection of alarms', () => {
  it('takes only alarms that can be acknowledged', () => {
    const selection = new AlarmSelection();
    for (const one of [alarm('A'), alarm('B', returned), alarm('C', acknowledged), alarm('D', unknown), alarm('E', normal), alarm('F', { occurrence: 0 })]) {
      selection.set(toRow(one), true);
    }
    expect(selection.occurrences()).toEqual([{ reference: 'A', occurrence: 1 }, { reference: 'B', occurrence: 1 }]);
  });

  it('drops what was raised again, and says how many, because that occurrence was not seen', () => {
    const selection = new AlarmSelection();
    ['A', 'B', 'C', 'D'].forEach((name) => { selection.set(toRow(alarm(name)), true); });
    const now = new Map([
      ['a', toRow(alarm('A', { occurrence: 9 }))], ['b', toRow(alarm('B', acknowledged))], ['c', toRow(alarm('C', { comment: 'x' }))],
    ]);
    expect(selection.reconcile((key) => now.get(key))).toBe(1);
    expect(selection.occurrences()).toEqual([{ reference: 'C', occurrence: 1 }]);
  });
});

function caller(answers: Partial<AlarmCaller>): { client: AlarmCaller; calls: unknown[] } {
  const calls: unknown[] = [];
  const client: AlarmCaller = {
    acknowledgeAlarms: (request) => {
      calls.push(request);
      return answers.acknowledgeAlarms?.(request) ?? Promise.resolve(request.alarms.map(({ reference }) => ({ reference, outcome: 'acknowledged' as const })));
    },
    shelveAlarm: (request) => {
      calls.push(request);
      return answers.shelveAlarm?.(request) ?? Promise.resolve({ reference: request.reference, outcome: 'shelved' as const });
    },
  };
  return { client, calls };
}

const many = (count: number): { reference: string; occurrence: number }[] => Array.from({ length: count }, (_, i) => ({ reference: `A${i}`, occurrence: i }));

describe('acknowledging', () => {
  it('names occurrences, epoch and comment, and shows the outcome of each alarm', async () => {
    const results: AlarmCommandResult[] = [
      { reference: 'A0', outcome: 'acknowledged', sequence: 5 }, { reference: 'A1', outcome: 'alreadyAcknowledged' },
      { reference: 'A2', outcome: 'refused', code: 'InvalidArgument', message: 'The occurrence is 7 by now.' }, { reference: 'A3', outcome: 'unknown', message: 'Watch it.' },
    ];
    const { client, calls } = caller({ acknowledgeAlarms: () => Promise.resolve(results) });
    const outcomes = new CommandOutcomes();
    await new AlarmActions(client, outcomes, () => undefined).acknowledge(many(4), 'e1', 'seen');
    expect(calls).toEqual([{ alarms: many(4), epoch: 'e1', comment: 'seen' }]);
    expect(outcomes.all.map(({ tone, word }) => [tone, word])).toEqual([
      ['good', 'acknowledged'], ['good', 'was already acknowledged'], ['bad', 'refused'], ['uncertain', 'outcome unknown']]);
    expect(outcomes.of('a2', 2)?.reason).toBe('The occurrence is 7 by now.');
    expect(outcomes.summary()).toBe('1 acknowledged, 1 was already acknowledged, 1 refused, 1 outcome unknown.');
  });

  it('shows no outcome for an occurrence that began later', async () => {
    const outcomes = new CommandOutcomes();
    await new AlarmActions(caller({}).client, outcomes, () => undefined).acknowledge([{ reference: 'A', occurrence: 1 }], undefined, '');
    expect(outcomes.of('a', 1)?.word).toBe('acknowledged');
    expect(outcomes.of('a', 2)).toBeUndefined();
  });

  it('divides many alarms, shows the first outcomes before the last, and runs one command at a time', async () => {
    const { client, calls } = caller({});
    const outcomes = new CommandOutcomes();
    const waiting: number[] = [];
    const actions: AlarmActions = new AlarmActions(client, outcomes, () => { waiting.push(outcomes.all.filter(({ tone }) => tone === 'waiting').length); });
    const running = actions.acknowledge(many(120), undefined, '');
    await actions.acknowledge(many(1), undefined, 'not sent');
    await running;
    expect(calls).toHaveLength(3);
    expect(waiting).toEqual([120, 70, 20, 0, 0]);
    expect(actions.isRunning).toBe(false);
  });

  it('says that the outcome is unknown when the answer was lost, and refused when the gateway refused, and never tries again', async () => {
    const outcomes = new CommandOutcomes();
    for (const [code, word] of [['ConnectionLost', 'outcome unknown'], ['Forbidden', 'refused']] as const) {
      const { client, calls } = caller({ acknowledgeAlarms: () => Promise.reject(new GatewayError(code, 'x')) });
      await new AlarmActions(client, outcomes, () => undefined).acknowledge(many(1), undefined, '');
      expect(outcomes.all[0]?.word).toBe(word);
      expect(calls).toHaveLength(1);
    }
  });

  it('shelves and unshelves', async () => {
    const { client, calls } = caller({ shelveAlarm: () => Promise.resolve({ reference: 'A', outcome: 'refused', message: 'The alarm has no item A.AlarmShelveCmd.' }) });
    const outcomes = new CommandOutcomes();
    await new AlarmActions(client, outcomes, () => undefined).shelve('A', 4, 'repair');
    expect(calls).toEqual([{ reference: 'A', hours: 4, reason: 'repair' }]);
    expect(outcomes.of('a', 77)?.word).toBe('refused');
  });
});

describe('the rights on alarms', () => {
  const ada: Identity = { subject: 'ada', tokenId: '1', scopes: ['sessions:read'], sessionTags: [], expiresAt: '2026-01-01T01:00:00Z', isAdmin: false };

  it('need a scope, and a write glob that allows the item that is written', () => {
    expect(new AlarmRights(ada).any).toBe(false);
    for (const scope of ['alarms:acknowledge', 'sessions:write', 'admin']) {
      expect(new AlarmRights({ ...ada, scopes: [scope] }).mayAcknowledge('Tank1.Hi')).toBe(true);
    }
    const bound = new AlarmRights({ ...ada, scopes: ['alarms:acknowledge'], write: ['tank1.*.ackmsg', 'P?.F(1).*'] });
    expect(bound.mayAcknowledge('Tank1.Level.Hi')).toBe(true);
    expect(bound.mayShelve('Tank1.Level.Hi')).toBe(false);
    expect(bound.mayAcknowledge('Tank2.Level.Hi')).toBe(false);
    expect(bound.mayShelve('P1.F(1)')).toBe(true);
  });
});
