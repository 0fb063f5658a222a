import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { boundedClient } from '../../src/boundedClient.ts';
import { EventLog } from '../../src/EventLog.ts';
import { freePort } from '../../src/ports.ts';
import { placeStandIn } from '../../src/WineGateway.ts';
import { patienceMs, until, within } from '../../src/waiting.ts';
import { windowsPath, wine, wineIsMissing } from '../../src/Wine.ts';

const service = 'Gateway';
const badArguments = 64;
const badConfiguration = 78;

if (wineIsMissing !== undefined) {
  console.log(`SKIPPED: the Windows service under Wine: ${wineIsMissing}.`);
}

describe.skipIf(wineIsMissing !== undefined)('the gateway as a Windows service', () => {
  const data = wine.directory('ProgramData\\Gateway');

  /** What the service control manager says of it. */
  const state = async (): Promise<string> => wine.run('sc', 'query', service);
  const settings = async (more: object = {}): Promise<string> => {
    const url = `http://127.0.0.1:${await freePort()}`;
    await mkdir(data.path, { recursive: true });
    await writeFile(join(data.path, 'appsettings.json'), JSON.stringify({
      Urls: url,
      Gateway: {
        Store: { Path: `${data.windowsPath}\\gateway.db` },
        Diagnostics: { LogDirectory: `${data.windowsPath}\\logs` },
        Workers: { EnableAdoption: false },
        ...more,
      },
    }));
    return url;
  };

  beforeAll(() => wine.stay());

  afterAll(() => wine.shutDown());

  beforeEach(async () => {
    placeStandIn(wine);
    const program = windowsPath(join(wine.package, 'Gateway.Web.exe'));
    await wine.run('sc', 'create', service, 'binPath=', `"${program}" service`, 'DisplayName=', 'Gateway for MXAccess');
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') {
      console.log(`The log of the gateway:\n${await readFile(join(data.path, 'logs', 'gateway.log'), 'utf8').catch(String)}`);
    }

    await wine.exitOf('net', 'stop', service);
    await until(patienceMs, 'the end of the service', async () => !/STATE\s*:\s*[234]/.test(await state()));
    await wine.run('sc', 'delete', service);
    await data.remove();
  });

  it('starts with the machine\'s settings, serves, and stops with its workers when it is told to', async () => {
    const url = await settings();
    await wine.exitOf('net', 'start', service);
    await until(patienceMs, 'the service runs', async () => (await state()).includes('RUNNING'));
    const token = (await wine.run('Gateway.Web.exe', 'token', '--subject', 'ada', '--scopes', 'admin')).trim();
    const client = boundedClient({ url, accessToken: token });
    const session = await within(patienceMs, 'a session', client.openSession({ name: 'Of a service' }));
    await session.subscribeBulk(await session.register('service'), ['Tank101.Level.PV']);
    const log = new EventLog();
    await within(patienceMs, 'an event', log.read(session.events({ resumeAfter: 0 }), (item) => item.kind === 'events'));
    expect(log.error).toBeUndefined();
    expect(await wine.workers()).toHaveLength(1);
    await client.close();

    await wine.run('net', 'stop', service);
    await until(patienceMs, 'the service has stopped', async () => (await state()).includes('STOPPED'));
    expect(await state()).toMatch(/WIN32_EXIT_CODE\s*:\s*0 /);
    await until(patienceMs, 'the end of the worker', async () => (await wine.workers()).length === 0);
    const text = await readFile(join(data.path, 'logs', 'gateway.log'), 'utf8');
    expect(text).toContain(`Session ${session.sessionId} opened by ada`);
    expect(text).toContain('Application is shutting down');
    expect(text).not.toContain(token);
  });

  it('says by its exit code that its settings are wrong', async () => {
    await settings({ Sessions: { MaxSessions: -1 } });
    await wine.exitOf('net', 'start', service);
    await until(patienceMs, 'the end of the service', async () => (await state()).includes('STOPPED'));
    expect(await state()).toMatch(new RegExp(`WIN32_EXIT_CODE\\s*:\\s*${badConfiguration}\\b`));
  });

  it('refuses to be started as a service from a console', async () => {
    expect(await wine.exitOf('Gateway.Web.exe', 'service')).toBe(badArguments);
  });
});
