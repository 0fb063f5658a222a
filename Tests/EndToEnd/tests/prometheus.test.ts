import type { GatewayClient } from '@mxgateway/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boundedClient } from '../src/boundedClient.ts';
import { GatewayProcess } from '../src/GatewayProcess.ts';
import { MonitoringFiles, Prometheus, prometheusMissing } from '../src/Prometheus.ts';
import { Rest } from '../src/rest.ts';
import { patienceMs, until } from '../src/waiting.ts';

interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets?: readonly { readonly expr: string }[] }[];
}

if (prometheusMissing !== undefined) {
  console.log(`SKIPPED: the tests of the dashboard and the alert rules: ${prometheusMissing}`);
}

describe.skipIf(prometheusMissing !== undefined)('the dashboard and the alert rules in a real Prometheus', () => {
  let gateway: GatewayProcess;
  let client: GatewayClient;
  let files: MonitoringFiles;
  let prometheus: Prometheus;

  beforeAll(async () => {
    gateway = await GatewayProcess.start();
    client = boundedClient({ url: gateway.url, accessToken: gateway.token });
    const { token } = await new Rest(gateway.url, gateway.token).createToken({ subject: 'prometheus', scopes: ['metrics:read'] });
    files = await MonitoringFiles.copy(token);
    prometheus = await Prometheus.start(files, gateway.port);
  });

  afterAll(async () => {
    gateway.kill();
    await client.close();
    await prometheus.stop();
    await files.remove();
    await gateway.remove();
  });

  const dashboard = async (): Promise<readonly { readonly title: string; readonly expr: string }[]> =>
    (JSON.parse(await files.read('dashboard.json')) as Dashboard).panels.flatMap(({ title, targets }) => (targets ?? []).map(({ expr }) => ({
      title, expr: expr.replaceAll('$__rate_interval', '10s').replaceAll('$instance', '.*'),
    })));

  const valueOf = async (expr: string): Promise<number | undefined> => {
    const value = (await prometheus.query(expr))[0]?.value[1];
    return value === undefined ? undefined : Number(value);
  };

  it('accepts the configuration and the rules, and each alert fires and keeps still in its tests', async () => {
    expect(await files.promtool('check', 'config', 'prometheus.yml')).toContain('SUCCESS');
    expect(await files.promtool('check', 'rules', 'rules.yml')).toMatch(/SUCCESS: \d+ rules found/);
    expect(await files.promtool('test', 'rules', 'rules.test.yml')).toContain('SUCCESS');
  });

  it('evaluates every expression of the dashboard, and the main ones have values', async () => {
    const session = await client.openSession({ name: 'Watched by Prometheus' });
    const server = await session.register('Prometheus');
    await session.subscribeBulk(server, ['Tank101.Level.PV']);
    const expressions = await dashboard();
    expect(expressions.length).toBeGreaterThan(40);
    const flowing = expressions.find(({ title }) => title === 'Events from the plant')?.expr ?? '';
    await until(patienceMs, 'events flow in Prometheus', async () => (await valueOf(flowing) ?? 0) > 0);

    const shown = async (title: string): Promise<number | undefined> => valueOf(expressions.find((one) => one.title === title)?.expr ?? '');
    // After a scrape that took too long there is nothing to see until the next one.
    await until(patienceMs, 'the main ones have their values', async () => {
      const filled: string[] = [];
      for (const { title, expr } of expressions) {
        if ((await prometheus.query(expr)).length > 0) {
          filled.push(title);
        }
      }
      expect(filled).toEqual(expect.arrayContaining([
        'Gateways that answer', 'Sessions', 'Events from the plant', 'Readers', 'Change feed', 'Events received and delivered',
        'Events that wait in channels', 'Time until a worker is ready', 'Commands, by outcome', 'Duration', 'Processor cores in use', 'Memory',
      ]));
      expect([await shown('Gateways that answer'), await shown('Change feed')]).toEqual([1, 1]);
      return true;
    });
    await until(patienceMs, 'both sessions are counted', async () => await shown('Sessions') === 2);
    await session.close();
  });

  it('evaluates every rule without a fault, and no alert fires on a healthy gateway', async () => {
    const rules = await until(patienceMs, 'the rules are evaluated', async () => {
      const all = await prometheus.rules();
      return all.every(({ health }) => health !== 'unknown') && all;
    });
    expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
    expect((await prometheus.alerts()).filter(({ state }) => state === 'firing')).toEqual([]);
  });

  it('tells of a lost worker', async () => {
    const worker = gateway.workers()[0];
    if (worker === undefined) {
      throw new Error('The gateway has no worker.');
    }
    process.kill(worker, 'SIGKILL');
    const alert = await until(patienceMs, 'the alert fires', async () =>
      (await prometheus.alerts()).find(({ labels, state }) => labels['alertname'] === 'GatewayWorkerLost' && state === 'firing'));
    expect(alert.annotations['summary']).toContain(`127.0.0.1:${gateway.port}`);
    expect(alert.labels['severity']).toBe('critical');
  });

  it('sees that the gateway is gone', async () => {
    await gateway.crash();
    await until(patienceMs, 'the alert is pending', async () => (await prometheus.alerts()).some(({ labels }) => labels['alertname'] === 'GatewayDown'));
  });
});
