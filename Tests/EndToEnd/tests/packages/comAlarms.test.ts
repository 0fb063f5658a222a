import type { Alarm, AlarmCommandResult, AlarmStream, GatewayClient } from '@mxgateway/client';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AlarmTrail } from '../../src/AlarmTrail.ts';
import { boundedClient } from '../../src/boundedClient.ts';
import { wine, wineIsMissing } from '../../src/Wine.ts';
import { patienceMs, until, within } from '../../src/waiting.ts';
import { WineGateway } from '../../src/WineGateway.ts';

// The input rises by 0.5 in each change period, from 50 and later from 1 to 99: the alarm comes after two seconds, stands for eight, and goes.
const limit = 60;
const level = 'Tank101.Level.Hi';
const unsteady = 'AIT101.PH.Hi';
const accessDenied = 0x80070005 | 0;

if (wineIsMissing !== undefined) {
  console.log(`SKIPPED: the alarms of MXAccess's stand-in under Wine: ${wineIsMissing}.`);
}

describe.skipIf(wineIsMissing !== undefined)('the alarm monitor on the COM executor and the fake component', () => {
  const folder = wine.directory('fakelmx-alarms');
  const trail = new AlarmTrail();
  let gateway: WineGateway;
  let client: GatewayClient;
  let stream: AlarmStream;
  let reading: Promise<void>;

  /** The fake reads them when a worker creates it. */
  async function setSwitches(more: Readonly<Record<string, string>> = {}): Promise<void> {
    const lines = Object.entries({ ALARM_LIMIT: limit, CHANGE_PERIOD_MS: 100, ...more }).map(([name, value]) => `FAKELMX_${name}=${value}`);
    await mkdir(folder.path, { recursive: true });
    await writeFile(join(folder.path, 'switches.txt'), lines.join('\n'));
  }

  /** Waits for an occurrence that nobody has acknowledged. */
  function unacknowledged(): Promise<Alarm> {
    return until(patienceMs, `${level} to be unacknowledged`, () => {
      const state = trail.stateOf(level);
      return state === 'unacknowledged' || state === 'returned' ? trail.table.get(level) : undefined;
    });
  }

  function acknowledge({ reference, occurrence }: Alarm, comment: string): Promise<AlarmCommandResult> {
    return client.acknowledgeAlarm({ reference, occurrence, comment });
  }

  beforeAll(async () => {
    await setSwitches();
    gateway = await WineGateway.start({
      settings: [
        '--Gateway:Demo:Enabled=false', '--Gateway:Workers:Backends:com:ProgId=FakeLmxProxy.Server', '--Gateway:Alarms:Enabled=true', '--Gateway:Alarms:Backend=com',
        '--Gateway:Alarms:Objects:0=Tank101', '--Gateway:Alarms:Objects:1=AIT101', '--Gateway:Alarms:User=operator', '--Gateway:Alarms:Password=operator',
        '--Gateway:Alarms:ReopenMs=500', '--Gateway:Alarms:PartialPercent=100', '--Gateway:Alarms:SessionTag=plant',
      ],
      variables: { FAKELMX_FILE: `${folder.windowsPath}\\switches.txt` },
    });
    client = boundedClient({ url: gateway.url, accessToken: gateway.token });
    stream = client.alarms();
    reading = trail.read(stream);
    await until(patienceMs, 'the monitor to watch', () => trail.table.monitor?.status === 'watching');
  });

  afterAll(async () => {
    await stream.return();
    await within(patienceMs, 'the end of the stream', reading);
    await client.close();
    await gateway.kill();
    await until(patienceMs, 'the end of the workers after their gateway', async () => (await wine.workers()).length === 0);
    await gateway.directory.remove();
    await folder.remove();
  });

  it('finds the alarms by the attributes of their objects and brings a rise as a transition', async () => {
    expect(trail.table.monitor?.watched).toBe(2);
    await unacknowledged();
    const rise = await until(patienceMs, 'a rise that is seen', () => trail.of(level).find(({ kind }) => kind === 'raised'));
    expect(rise).toMatchObject({ cause: 'live', alarm: { condition: 'active', acknowledged: false, area: 'Plant', priority: 300, description: `${level} high`, quality: 192 } });
    expect([rise.sourceTime, rise.callbackTime, rise.alarm.raisedAt]).not.toContain(undefined);
    const value = await until(patienceMs, 'the value and the limit', () => trail.of(level).find(({ alarm }) => alarm.value !== undefined)?.alarm);
    expect([Number(value.value?.value) > 0, value.limit?.value]).toEqual([true, limit]);
  });

  it('acknowledges the occurrence that stands once, and no other one', async () => {
    const wrong = await unacknowledged();
    expect(await acknowledge({ ...wrong, occurrence: wrong.occurrence + 1_000 }, 'another')).toMatchObject({ outcome: 'refused', code: 'InvalidArgument' });
    // An occurrence that ends at this very moment is refused, because it is another one by then, or nobody can tell what became of it.
    const [seen, done] = await until(patienceMs, 'an acknowledgement', async () => {
      const alarm = await unacknowledged();
      const result = await acknowledge(alarm, 'seen');
      return result.outcome === 'acknowledged' && [alarm, result] as const;
    });
    expect(done.reference).toBe(level);
    const transition = await until(patienceMs, 'the transition that the outcome names', () => trail.of(level).find(({ sequence }) => sequence === done.sequence));
    expect(transition).toMatchObject({ kind: 'acknowledged', cause: 'live', alarm: { acknowledged: true, occurrence: seen.occurrence } });
    expect(transition.alarm.acknowledgedBy).toBeDefined();
    // When the alarm was raised again meanwhile, this occurrence is another one.
    expect((await acknowledge(seen, 'again')).outcome).toMatch(/^(alreadyAcknowledged|refused)$/);
    await until(patienceMs, 'the comment', () => trail.of(level).some(({ alarm }) => alarm.comment === 'seen'));
  });

  it('shelves and unshelves an alarm', async () => {
    expect(await client.shelveAlarm({ reference: level, hours: 1, reason: 'cleaning' })).toMatchObject({ outcome: 'shelved' });
    expect(await client.shelveAlarm({ reference: level, hours: 0 })).toMatchObject({ outcome: 'unshelved' });
  });

  it('shows an input of bad quality as unknown and never as cleared', async () => {
    await until(patienceMs, 'a bad input and a good one', () => {
      const kinds = trail.of(unsteady).map(({ kind }) => kind);
      return kinds.includes('becameUnknown') && kinds.includes('restored');
    });
    expect(trail.of(unsteady).filter(({ kind }) => kind === 'cleared' || kind === 'raised')).toEqual([]);
  });

  it('is blind once when its worker is lost, goes on in another session, and hands the HRESULT of a refused write through', async () => {
    const before = trail.statuses.length;
    await setSwitches({ FAIL: 'Write:80070005' });
    const [monitor] = (await client.listSessions()).filter(({ name }) => name === 'Alarm monitor');
    await wine.end(monitor?.workerProcessId ?? 0);
    await until(patienceMs, 'the monitor to watch again', () => trail.statuses.slice(before).includes('watching'));
    // Another reason for being blind is told too.
    expect(trail.statuses.slice(before).filter((status, i, all) => status === 'blind' && all[i - 1] !== 'blind')).toHaveLength(1);
    const seen = trail.transitions.length;
    const rise = await until(patienceMs, 'a rise in the other session', () => trail.of(level).find((one) => one.kind === 'raised' && trail.transitions.indexOf(one) >= seen));
    const refused = await acknowledge(rise.alarm, 'seen');
    expect(refused).toMatchObject({ outcome: 'refused', code: 'WorkerUnavailable', hresult: accessDenied });
    expect(refused.sequence).toBeUndefined();
  });

  it('has every transition once and in order', () => {
    const sequences = trail.transitions.map(({ sequence }) => sequence);
    expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
    const moves = trail.of(level).map(({ kind }) => kind).filter((kind) => kind === 'raised' || kind === 'cleared' || kind === 'found');
    expect(moves.filter((kind, at) => at > 0 && kind === 'cleared' && moves[at - 1] === 'cleared')).toEqual([]);
  });
});
