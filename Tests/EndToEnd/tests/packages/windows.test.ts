import type { DataChangeEvent, GatewayClient, Session } from '@mxgateway/client';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { boundedClient } from '../../src/boundedClient.ts';
import { ChaosProxy } from '../../src/ChaosProxy.ts';
import { EventLog } from '../../src/EventLog.ts';
import { Load } from '../../src/load.ts';
import { seeded } from '../../src/random.ts';
import { patienceMs, until, within } from '../../src/waiting.ts';
import { wine, wineIsMissing } from '../../src/Wine.ts';
import { WineGateway } from '../../src/WineGateway.ts';

const rate = 2_000;
const cuttingMs = 4_000;

if (wineIsMissing !== undefined) {
  console.log(`SKIPPED: the gateway for Windows under Wine: ${wineIsMissing}.`);
}

describe.skipIf(wineIsMissing !== undefined)('the gateway and the worker for Windows, with the simulator', () => {
  let gateway: WineGateway;
  let proxy: ChaosProxy;
  let client: GatewayClient;

  beforeAll(async () => {
    gateway = await WineGateway.start();
    proxy = await ChaosProxy.before(gateway.port);
    // Otherwise the waits would grow to ten seconds while no connection lives long.
    client = boundedClient({ url: proxy.url, accessToken: gateway.token, reconnect: { capMs: 500 } });
  });

  afterAll(async () => {
    await client.close();
    await proxy.close();
    await gateway.kill();
    await until(patienceMs, 'the end of the workers after their gateway', async () => (await wine.workers()).length === 0);
    await gateway.directory.remove();
  });

  /** The first good value of each item. */
  const firstValues = (session: Session, references: readonly string[]): Promise<ReadonlyMap<string, DataChangeEvent>> =>
    within(patienceMs, `a good value of ${references.join(', ')}`, readFirstValues(session, references));

  const readFirstValues = async (session: Session, references: readonly string[]): Promise<ReadonlyMap<string, DataChangeEvent>> => {
    const server = await session.register('windows');
    const items = await session.subscribeBulk(server, references);
    const found = new Map<string, DataChangeEvent>();
    for await (const item of session.events({ resumeAfter: 0 })) {
      for (const event of item.kind === 'events' ? item.events : []) {
        const reference = references[items.findIndex(({ itemHandle }) => itemHandle === event.itemHandle)];
        if (event.family === 'OnDataChange' && event.quality >= 192 && reference !== undefined) {
          found.set(reference, event);
        }
      }
      if (found.size === references.length) {
        break;
      }
    }
    return found;
  };

  it('gives every event exactly once and in order over cut connections, completes writes, and ends the worker with its session', async () => {
    const session = await client.openSession({ name: 'Windows' });
    const { workerProcessId } = await session.info();
    expect(await wine.workers()).toContain(workerProcessId);
    const load = await Load.on(session, 50);
    const log = new EventLog();
    const stream = session.events({ resumeAfter: 0 });
    const reading = log.read(stream);
    await until(patienceMs, 'the stream has begun', () => log.count > 0);

    await load.setRate(rate);
    proxy.startCutting(seeded(1), 100, 800);
    const end = Date.now() + cuttingMs;
    // A slow machine needs longer for as much disorder.
    await until(cuttingMs + patienceMs, 'the time of disorder passes, with enough resumes', () =>
      log.error !== undefined || (Date.now() >= end && log.resumes.length > 1));
    proxy.stopCutting();
    const latest = await load.stop();
    await until(patienceMs, `the stream reaches event ${latest}`, () => log.error !== undefined || log.last >= latest);
    await stream.return();
    await within(patienceMs, 'the end of the stream', reading);

    expect(log.error).toBeUndefined();
    expect(log.outOfOrder).toEqual([]);
    expect(log.gaps).toEqual([]);
    expect([log.first, log.last, log.count]).toEqual([1, latest, latest]);
    expect(log.resumes.length).toBeGreaterThan(1);
    expect(log.families).toContain('OnWriteComplete');
    console.log(`Under Wine: ${log.count} events, ${proxy.cuts} cuts, ${log.resumes.length} resumes.`);

    await session.close();
    await until(patienceMs, 'the end of the worker', async () => !(await wine.workers()).includes(workerProcessId ?? 0));
  });

  it('tells of a worker that is killed to its own session only', async () => {
    const [doomed, other] = [await client.openSession({ name: 'Doomed' }), await client.openSession({ name: 'Other' })];
    await firstValues(doomed, ['Tank101.Level.PV']);
    await firstValues(other, ['Tank101.Level.PV']);
    const [log, rest] = [new EventLog(), new EventLog()];
    const doom = log.read(doomed.events());
    const otherStream = other.events();
    const others = rest.read(otherStream);

    await wine.end((await doomed.info()).workerProcessId ?? 0);
    await within(patienceMs, 'the end of the stream of the lost worker', doom);
    expect(log.error).toMatchObject({ code: 'WorkerLost', duty: 'startOver' });
    expect(await doomed.info()).toMatchObject({ state: 'faulted' });
    await expect(doomed.register('again')).rejects.toMatchObject({ name: 'GatewayError' });

    const before = rest.count;
    await until(patienceMs, 'the other session goes on', () => rest.count > before);
    await otherStream.return();
    await within(patienceMs, 'the end of the other stream', others);
    expect(rest.error).toBeUndefined();
    await Promise.all([doomed.close(), other.close()]);
  });

  it('shows the figures of the host', async () => {
    const session = await client.openSession({ name: 'Host' });
    const references = ['Platform01.CPULoad', 'Platform01.MemoryTotal', 'Platform01.MemoryAvailable', 'Platform01.DiskTotal', 'Platform01.OperatingSystem'];
    const values = await firstValues(session, references);
    const value = (reference: string): number => Number(values.get(reference)?.value);
    expect(value('Platform01.CPULoad')).toBeGreaterThanOrEqual(0);
    expect(value('Platform01.CPULoad')).toBeLessThanOrEqual(100);
    expect(value('Platform01.MemoryTotal')).toBeGreaterThan(value('Platform01.MemoryAvailable'));
    expect(value('Platform01.MemoryAvailable')).toBeGreaterThan(0);
    expect(value('Platform01.DiskTotal')).toBeGreaterThan(0);
    expect(values.get('Platform01.OperatingSystem')?.value).toContain('Windows');
    await session.close();
  });

  it('refuses to start with a worker for another platform, and says which is wanted', async () => {
    const start = WineGateway.start({ settings: ['--Gateway:Workers:RequiredArchitecture=X86'] });
    await expect(start).rejects.toThrow(/RequiredArchitecture is X86, but .*worker\\Gateway\.Worker\.exe is built for X64\..*win-x86/);
  });

  it('has its protection keys encrypted by Windows', () => {
    const keys = join(gateway.directory.path, 'keys');
    const files = readdirSync(keys).filter((name) => name.startsWith('key-'));
    expect(files).toHaveLength(1);
    expect(readFileSync(join(keys, files[0] ?? ''), 'utf8')).toContain('DpapiXmlDecryptor');
  });
});

describe.skipIf(wineIsMissing !== undefined)('a gateway for Windows that is killed and started again', () => {
  const started: WineGateway[] = [];

  afterEach(async () => {
    for (const gateway of started.splice(0)) {
      await gateway.kill();
    }
    // Remains of a failed test: nothing else ends workers that may survive their gateway.
    for (const worker of await wine.workers()) {
      await wine.exitOf('taskkill', '/f', '/pid', String(worker));
    }
  });

  it('takes its worker over, and its reader has every event exactly once and in order', async () => {
    const settings = ['--Gateway:Workers:EnableAdoption=true'];
    const first = await WineGateway.start({ settings });
    started.push(first);
    const client = boundedClient({ url: first.url, accessToken: first.token });
    const session = await client.openSession({ name: 'Adopted' });
    const { workerProcessId } = await session.info();
    const load = await Load.on(session, 20);
    const log = new EventLog();
    const stream = session.events({ resumeAfter: 0 });
    const reading = log.read(stream);
    await load.setRate(500);
    await until(patienceMs, 'events come', () => log.count > 100);

    await first.kill();
    const second = await WineGateway.start({ port: first.port, directory: first.directory, settings });
    started.push(second);
    const before = log.last;
    await until(patienceMs, 'the stream goes on', () => log.error !== undefined || log.last > before + 500);
    const latest = await load.stop();
    await until(patienceMs, `the stream reaches event ${latest}`, () => log.error !== undefined || log.last >= latest);
    await stream.return();
    await within(patienceMs, 'the end of the stream', reading);

    expect([log.error, log.outOfOrder, log.gaps]).toEqual([undefined, [], []]);
    expect([log.first, log.last, log.count]).toEqual([1, latest, latest]);
    expect(await session.info()).toMatchObject({ workerProcessId, state: 'ready' });

    // An adopted worker survives the next crash too, so all of them end with their sessions.
    for (const { sessionId } of await client.listSessions()) {
      await client.session(sessionId).close();
    }
    await until(patienceMs, 'the end of the worker', async () => !(await wine.workers()).includes(workerProcessId ?? 0));
    await client.close();
    await second.kill();
    await first.directory.remove();
  });
});
