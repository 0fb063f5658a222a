import { type ConnectionState, GatewayClient, GatewayError } from '@mxgateway/client';
import { afterEach, describe, expect, it } from 'vitest';
import { EventLog } from '../src/EventLog.ts';
import { GatewayProcess } from '../src/GatewayProcess.ts';
import { isRunning } from '../src/processes.ts';
import { until, within } from '../src/waiting.ts';

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
    client = new GatewayClient({ url: first.url, accessToken: first.token });
    const states: ConnectionState[] = [];
    client.onState(({ state }) => { states.push(state); });
    const [before] = await client.listSessions();
    const session = client.session(before?.sessionId ?? '');
    const log = new EventLog();
    const stream = session.events({ snapshot: 'always' });
    const reading = log.read(stream);
    await until(10_000, 'events come', () => log.count > 0);
    const workers = first.workers();
    expect(workers).toEqual([before?.workerProcessId]);

    await first.stop();
    expect(workers.filter(isRunning)).toEqual([]);
    await until(10_000, 'the client says that it reconnects', () => states.includes('reconnecting'));
    expect(log.error).toBeUndefined();
    expect(stream.status).not.toBe('ended');

    const second = await start({ port: first.port, directory: first.directory });
    const again = await within(15_000, 'the list of sessions with the token of before', client.listSessions());
    expect(again.map(({ name }) => name)).toEqual(['Demo plant']);
    expect(again[0]?.sessionId).not.toBe(session.sessionId);

    await within(15_000, 'the end of the old session\'s stream', reading);
    expect(log.error).toBeInstanceOf(GatewayError);
    expect(log.error).toMatchObject({ code: 'SessionNotFound', duty: 'startOver' });
    await expect(session.info()).rejects.toMatchObject({ code: 'SessionNotFound', duty: 'startOver' });

    const fresh = new EventLog();
    await within(15_000, 'events of the new session', fresh.read(client.session(again[0]?.sessionId ?? '').events(), (item) => item.kind === 'events'));
    expect(fresh.count).toBeGreaterThan(0);
    await second.stop();
  });
});
