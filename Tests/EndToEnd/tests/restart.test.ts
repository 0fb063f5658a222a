import { type ConnectionState, type GatewayClient, GatewayError } from '@mxgateway/client';
import { afterEach, describe, expect, it } from 'vitest';
import { boundedClient } from '../src/boundedClient.ts';
import { EventLog } from '../src/EventLog.ts';
import { GatewayProcess } from '../src/GatewayProcess.ts';
import { Load } from '../src/load.ts';
import { isRunning } from '../src/processes.ts';
import { patienceMs, until, within } from '../src/waiting.ts';

/** Longer than any single wait between two attempts to connect. */
const outageSeconds = process.env['GATEWAY_SOAK'] === '1' ? 60 : 2;

describe('a gateway that is stopped and started again', () => {
  const gateways: GatewayProcess[] = [];
  let client: GatewayClient | undefined;

  const start = async (...[options]: Parameters<typeof GatewayProcess.start>): Promise<GatewayProcess> => {
    const gateway = await GatewayProcess.start(options);
    gateways.push(gateway);
    return gateway;
  };

  afterEach(async () => {
    await client?.close();
    for (const gateway of gateways.splice(0)) {
      gateway.kill();
      await gateway.remove();
    }
  });

  it('ends its workers, keeps its port and its keys, and says to start over', async () => {
    const first = await start();
    client = boundedClient({ url: first.url, accessToken: first.token });
    const states: ConnectionState[] = [];
    client.onState(({ state }) => { states.push(state); });
    const [before] = await client.listSessions();
    const session = client.session(before?.sessionId ?? '');
    const log = new EventLog();
    const stream = session.events({ snapshot: 'always' });
    const reading = log.read(stream);
    await until(patienceMs, 'events come', () => log.count > 0);
    const workers = first.workers();
    expect(workers).toEqual([before?.workerProcessId]);

    await first.stop();
    expect(workers.filter(isRunning)).toEqual([]);
    await until(patienceMs, 'the client says that it reconnects', () => states.includes('reconnecting'));
    expect(log.error).toBeUndefined();
    expect(stream.status).not.toBe('ended');

    const second = await start({ port: first.port, directory: first.directory });
    const again = await within(patienceMs, 'the list of sessions with the token of before', client.listSessions());
    expect(again.map(({ name }) => name)).toEqual(['Demo plant']);
    expect(again[0]?.sessionId).not.toBe(session.sessionId);

    await within(patienceMs, 'the end of the old session\'s stream', reading);
    expect(log.error).toBeInstanceOf(GatewayError);
    expect(log.error).toMatchObject({ code: 'SessionNotFound', duty: 'startOver' });
    await expect(session.info()).rejects.toMatchObject({ code: 'SessionNotFound', duty: 'startOver' });

    const fresh = new EventLog();
    await within(patienceMs, 'events of the new session', fresh.read(client.session(again[0]?.sessionId ?? '').events(), (item) => item.kind === 'events'));
    expect(fresh.count).toBeGreaterThan(0);
    await second.stop();
  });

  it(`takes its sessions over after a crash of ${outageSeconds} s and after a planned stop, and every reader has every event once`, async () => {
    const adopting = ['--Gateway:Workers:EnableAdoption=true', '--Gateway:Demo:Enabled=false'];
    const first = await start({ settings: adopting });
    const again = { port: first.port, directory: first.directory, settings: adopting };
    const clients = (['messagepack', 'json', 'messagepack'] as const).map((protocol) => boundedClient({ url: first.url, accessToken: first.token, protocol }));
    try {
      const [writer, ...readers] = clients;
      const session = await (writer ?? expect.fail('no client')).openSession({ name: 'Surviving' });
      const load = await Load.on(session, 50);
      const streams = readers.map((reader) => reader.session(session.sessionId).events({ resumeAfter: 0 }));
      const logs = streams.map(() => new EventLog());
      const reading = streams.map((stream, i) => (logs[i] ?? expect.fail('no log')).read(stream));
      await load.setRate(1_000);
      await until(patienceMs, 'events come', () => logs.every(({ count }) => count > 500));

      await first.crash();
      const down = Date.now();
      await until(outageSeconds * 1_000 + 5_000, 'the outage passes', () => Date.now() - down >= outageSeconds * 1_000);
      const second = await start(again);
      const atReturn = logs.map(({ count }) => count);
      await until(patienceMs, 'events come again', () => logs.every(({ count }, i) => count > (atReturn[i] ?? 0) + 500));
      expect((await within(patienceMs, 'the session', session.info())).adoptedAt).toBeDefined();

      await second.handOver();
      const third = await start(again);
      const afterStop = logs.map(({ count }) => count);
      await until(patienceMs, 'events come once more', () => logs.every(({ count }, i) => count > (afterStop[i] ?? 0) + 500));
      const latest = await load.stop();
      await until(patienceMs, `the readers reach event ${latest}`, () => logs.every(({ last, error }) => error !== undefined || last >= latest));
      await Promise.all(streams.map((stream) => stream.return()));
      await within(patienceMs, 'the end of the streams', Promise.all(reading));
      for (const log of logs) {
        expect(log.error).toBeUndefined();
        expect(log.gaps).toEqual([]);
        expect(log.outOfOrder).toEqual([]);
        expect([log.first, log.last, log.count]).toEqual([1, latest, latest]);
        expect(log.resumes.length).toBeGreaterThanOrEqual(2);
      }
      await session.close();
      await third.stop();
    } finally {
      await Promise.all(clients.map((made) => made.close()));
    }
  });
});
