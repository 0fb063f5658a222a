import type { GatewayClient } from '@mxgateway/client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { boundedClient } from '../src/boundedClient.ts';
import { ChaosProxy } from '../src/ChaosProxy.ts';
import { EventLog } from '../src/EventLog.ts';
import { GatewayProcess } from '../src/GatewayProcess.ts';
import { Load } from '../src/load.ts';
import { seeded } from '../src/random.ts';
import { patienceMs, until, within } from '../src/waiting.ts';

const seconds = process.env['GATEWAY_SOAK'] === '1' ? 60 : 8;
const rate = 5_000;
const history = 1_000;
// Fewer than the proxy could cause, because it finds no connection while the client waits between its attempts.
const leastCuts = seconds / 6;
const leastResumes = seconds / 8;

describe('a client whose connection is cut', () => {
  const clients: GatewayClient[] = [];
  const gateways: GatewayProcess[] = [];
  let gateway: GatewayProcess;
  let proxy: ChaosProxy;

  const start = async (settings: readonly string[] = []): Promise<GatewayProcess> => {
    const started = await GatewayProcess.start({ settings });
    gateways.push(started);
    return started;
  };
  const client = (url: string, { token }: GatewayProcess): GatewayClient => {
    // Otherwise the waits would grow to ten seconds while no connection lives long.
    const made = boundedClient({ url, accessToken: token, reconnect: { capMs: 500 } });
    clients.push(made);
    return made;
  };

  beforeAll(async () => {
    gateway = await start();
    proxy = await ChaosProxy.before(gateway.port);
  });

  afterEach(async () => {
    await Promise.all(clients.splice(0).map((made) => made.close()));
  });

  afterAll(async () => {
    await proxy.close();
    for (const started of gateways) {
      await started.stop();
      await started.remove();
    }
  });

  it.each([1, 2])(`has every event of ${seconds} s at ${rate} events/s exactly once and in order (seed %i)`, async (seed) => {
    const direct = client(gateway.url, gateway);
    const session = await direct.openSession({ name: `Chaos ${seed}` });
    const load = await Load.on(session, 100);
    const log = new EventLog();
    const stream = client(proxy.url, gateway).session(session.sessionId).events({ resumeAfter: 0 });
    const reading = log.read(stream);
    await until(patienceMs, 'the stream has begun', () => log.count > 0);

    const cutsBefore = proxy.cuts;
    proxy.startCutting(seeded(seed), 100, 1_200);
    await load.setRate(rate);
    const end = Date.now() + seconds * 1_000;
    // A slow machine needs longer for as much disorder.
    await until(seconds * 1_000 + patienceMs, 'the time of disorder passes, with enough cuts and resumes', () =>
      log.error !== undefined || (Date.now() >= end && proxy.cuts - cutsBefore > leastCuts && log.resumes.length > leastResumes));
    const cuts = proxy.cuts - cutsBefore;
    proxy.stopCutting();
    const latest = await load.stop();
    await until(patienceMs, `the stream reaches event ${latest}`, () => log.error !== undefined || log.last >= latest);
    await stream.return();
    await within(patienceMs, 'the end of the stream', reading);

    expect(log.error).toBeUndefined();
    expect(log.outOfOrder).toEqual([]);
    expect(log.gaps).toEqual([]);
    expect([log.first, log.last, log.count]).toEqual([1, latest, latest]);
    expect(latest).toBeGreaterThan(seconds * rate * 0.8);
    expect(cuts).toBeGreaterThan(leastCuts);
    expect(log.resumes.length).toBeGreaterThan(leastResumes);
    console.log(`Seed ${seed}: ${log.count} events, ${cuts} cuts, ${log.resumes.length} resumes.`);
    await session.close();
  });

  it('resumes after a long silence of its filter without a gap, because its position moved with the session', async () => {
    const small = await start([`--Gateway:Distribution:HistoryEvents=${history}`, '--Gateway:Distribution:IdleIntervalMs=200']);
    const session = await client(small.url, small).openSession({ name: 'Rare' });
    const load = await Load.on(session, 20);
    const server = await session.register('rare');
    const [rare] = await session.subscribeBulk(server, ['Tank101.Level.SP']);
    const writeRare = (value: number): Promise<boolean> => until(patienceMs, 'the rare item takes a value', async () => {
      await session.write(server, rare?.itemHandle ?? expect.fail('no item'), value);
      return true;
    });
    const rareProxy = await ChaosProxy.before(small.port);
    try {
      const log = new EventLog();
      const stream = client(rareProxy.url, small).session(session.sessionId).events({ snapshot: 'always', filter: { references: ['Tank101.Level.SP'] } });
      const reading = log.read(stream);
      await until(patienceMs, 'the snapshot came', () => log.kinds.has('snapshot'));
      await writeRare(41);
      await until(patienceMs, 'the rare item\'s change came', () => log.count > 0);
      await load.setRate(2_000);
      // Far more events than the history holds are published while this reader waits.
      await until(patienceMs, 'the position moves with the session', () => (stream.position?.sequence ?? 0) > 8 * history);
      // A load that goes on could pass the whole history once more before a slow machine has resumed.
      const latest = await load.stop();
      await until(patienceMs, 'the position of the last event', () => (stream.position?.sequence ?? 0) >= latest);
      const seen = log.last;
      expect(seen).toBeLessThan(4 * history);
      expect(log.kinds).toContain('idle');

      rareProxy.cut();
      await until(patienceMs, 'the stream is resumed', () => log.resumes.length > 0);
      await writeRare(42);
      await until(patienceMs, 'the next change of the rare item comes', () => log.last > seen);
      await stream.return();
      await within(patienceMs, 'the end of the stream', reading);
      expect(log.error).toBeUndefined();
      expect(log.gaps).toEqual([]);
    } finally {
      await rareProxy.close();
    }
  });

  it('is told of a gap, and what the latest values are, when history has moved past it', async () => {
    const small = await start([`--Gateway:Distribution:HistoryEvents=${history}`]);
    const session = await client(small.url, small).openSession({ name: 'Late' });
    const load = await Load.on(session, 20);
    await load.setRate(5_000);
    await until(patienceMs, 'history has moved on', async () => (await session.info()).latestSequence > 5 * history);
    const latest = await load.stop();
    const log = new EventLog();
    const asOf: number[] = [];
    const stream = session.events({ resumeAfter: 10, snapshot: 'afterGap' });
    await within(patienceMs, 'gap and snapshot', log.read(stream, (item) => {
      if (item.kind === 'snapshot') {
        asOf.push(item.asOf);
        expect(item.events).toHaveLength(21);
      }
      return item.kind === 'snapshot';
    }));
    expect(log.error).toBeUndefined();
    expect(log.gaps).toHaveLength(1);
    expect(log.gaps[0]).toMatchObject({ reason: 'evicted', requestedAfter: 10, latest });
    expect(asOf).toEqual([latest]);
  });
});
