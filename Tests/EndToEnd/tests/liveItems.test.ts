import { GatewayClient, type LiveItems, type LiveNotice } from '@mxgateway/client';
import { afterEach, describe, expect, it } from 'vitest';
import { GatewayProcess } from '../src/GatewayProcess.ts';
import { patienceMs, until, within } from '../src/waiting.ts';

const level = 'Tank101.Level.PV';
const setpoint = 'Tank101.Level.SP';

describe('live items by name', () => {
  const gateways: GatewayProcess[] = [];
  const clients: GatewayClient[] = [];

  const start = async (...[options]: Parameters<typeof GatewayProcess.start>): Promise<GatewayProcess> => {
    const gateway = await GatewayProcess.start(options);
    gateways.push(gateway);
    return gateway;
  };
  const connect = (gateway: GatewayProcess): GatewayClient => {
    const client = new GatewayClient({ url: gateway.url, accessToken: gateway.token });
    clients.push(client);
    return client;
  };
  const noticesOf = (live: LiveItems): LiveNotice[] => {
    const notices: LiveNotice[] = [];
    void (async () => {
      for await (const changes of live) {
        notices.push(...changes.notices);
      }
    })().catch(() => undefined);
    return notices;
  };
  const good = (live: LiveItems, reference = level): boolean => live.get(reference)?.stale === false && live.get(reference)?.quality === 192;

  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    for (const gateway of gateways.splice(0)) {
      gateway.kill();
      await gateway.remove();
    }
  });

  it('are shared by two users, written by both, and restored in a new session when the worker is killed', async () => {
    const gateway = await start({ settings: ['--Gateway:Demo:Enabled=false'] });
    const [one, two] = [connect(gateway), connect(gateway)];
    const first = one.items([level, 'Nothing.Here'], { session: 'dashboard' });
    const second = two.items([level, setpoint], { session: 'dashboard' });
    const notices = noticesOf(first);
    await until(patienceMs, 'both have a value', () => good(first) && good(second));
    const open = (await one.listSessions()).filter(({ name, state }) => name === 'dashboard' && state !== 'closed');
    expect(open).toHaveLength(1);
    await until(patienceMs, 'the missing item is told', () => first.get('Nothing.Here')?.problem !== undefined);

    const writes = [1, 2, 3, 4].flatMap((value) => [first.write(setpoint, 40 + value), second.write(setpoint, 50 + value)]);
    const completions = await within(patienceMs, 'eight writes of one item by two writers', Promise.all(writes));
    expect(completions.map(({ succeeded }) => succeeded)).toEqual(writes.map(() => true));
    await expect(first.write('Nothing.Here', 1)).rejects.toMatchObject({ code: 'NotFound' });

    const before = first.status.sessionId;
    for (const worker of gateway.workers()) {
      process.kill(worker, 'SIGKILL');
    }
    await until(patienceMs, 'the items are live in a new session', () => first.status.state === 'live' && first.status.sessionId !== before && good(first));
    expect(notices.filter(({ kind }) => kind === 'session')).toMatchObject([{ sessionId: before }, { sessionId: first.status.sessionId }]);
    await until(patienceMs, 'the other user is in the same session', () => second.status.sessionId === first.status.sessionId && good(second));
    await expect(second.write(setpoint, 60)).resolves.toMatchObject({ succeeded: true });
    await first.close();
    await until(patienceMs, 'the other goes on', () => good(second));
    await second.close();
  });

  it('go on after the gateway was killed, in the same session', async () => {
    const settings = ['--Gateway:Workers:EnableAdoption=true', '--Gateway:Demo:Enabled=false'];
    const gateway = await start({ settings });
    const live = connect(gateway).items([level], { session: 'dashboard' });
    await until(patienceMs, 'a value', () => good(live));
    const { sessionId } = live.status;
    await gateway.crash();
    await until(patienceMs, 'the value is stale', () => live.get(level)?.stale === true && live.status.state === 'restoring');
    const again = await start({ settings, port: gateway.port, directory: gateway.directory });
    await until(patienceMs, 'the value is live again', () => good(live) && live.status.state === 'live');
    expect(live.status.sessionId).toBe(sessionId);
    await live.close();
    const [client] = clients;
    await client?.session(sessionId ?? '').close();
    await again.stop();
  });
});
