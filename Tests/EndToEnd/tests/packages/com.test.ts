import { type BufferedDataChangeEvent, type GatewayClient, type Session, statusesOf } from '@mxgateway/client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { boundedClient } from '../../src/boundedClient.ts';
import { BurstLog } from '../../src/BurstLog.ts';
import { ChaosProxy } from '../../src/ChaosProxy.ts';
import { ComSessions, firstChange, firstEvent, gain, writable } from '../../src/ComSessions.ts';
import { EventLog } from '../../src/EventLog.ts';
import { wine, wineIsMissing } from '../../src/Wine.ts';
import { patienceMs, until, within } from '../../src/waiting.ts';
import { WineGateway } from '../../src/WineGateway.ts';

const level = 'Tank101.Level.PV';
const progId = 'FakeLmxProxy.Server';
const burst = 200_000;
const notUsable = 69;
const com = (name: string, value: string | number): string => `--Gateway:Workers:Backends:com:${name}=${value}`;
const hresult = (text: string): number => Number.parseInt(text, 16) | 0;

if (wineIsMissing !== undefined) {
  console.log(`SKIPPED: MXAccess's stand-in under Wine: ${wineIsMissing}.`);
}

describe.skipIf(wineIsMissing !== undefined)('the COM executor on the fake component, at the hub client', () => {
  const sessions = new ComSessions(wine);
  let gateway: WineGateway;
  let proxy: ChaosProxy;
  let client: GatewayClient;

  const open = (switches: Readonly<Record<string, string | number>> = {}): Promise<Session> => sessions.open(client, switches);

  beforeAll(async () => {
    gateway = await WineGateway.start({
      settings: [
        com('ProgId', progId), com('SuspectAfterMs', 500), com('HangTimeoutMs', 20_000),
        com('ProbeItem', level), com('ProbeSilenceMs', 500), com('ProbeTimeoutMs', 5_000),
      ],
      variables: sessions.variables,
    });
    proxy = await ChaosProxy.before(gateway.port);
    client = boundedClient({ url: proxy.url, accessToken: gateway.token });
  });

  afterEach(async () => {
    await sessions.close();
  });

  afterAll(async () => {
    await client.close();
    await proxy.close();
    await gateway.kill();
    await until(patienceMs, 'the end of the workers after their gateway', async () => (await wine.workers()).length === 0);
    await gateway.directory.remove();
    await sessions.remove();
  });

  it('opens, advises, streams over a cut connection, writes and closes', async () => {
    const session = await open();
    const info = await session.getWorkerInfo();
    expect([info.backend, info.architecture]).toEqual(['com', 'x64']);
    const log = new EventLog();
    const stream = session.events({ resumeAfter: 0 });
    const [server, item] = await writable(session);
    await session.subscribeBulk(server, [level]);
    await within(patienceMs, 'ten events', log.readOn(stream, () => log.last >= 10));
    proxy.cut();
    await until(patienceMs, 'a write over the new connection', async () => {
      await session.write(server, item, 2.5);
      return true;
    });
    const target = log.last + 20;
    await within(patienceMs, 'twenty more events and the completion of the write', log.readOn(stream, () => log.last >= target && log.families.has('OnWriteComplete')));
    expect([log.first, log.count, log.outOfOrder, log.gaps]).toEqual([1, log.last, [], []]);
    expect(log.resumes.length).toBeGreaterThan(0);
    const before = (await session.info()).workerProcessId ?? 0;
    await stream.return();
    await sessions.close();
    await until(patienceMs, 'the end of the worker', async () => !(await wine.workers()).includes(before));
  });

  it(`gives every one of ${burst} changes of a burst once and in order to a client that reads as they come`, async () => {
    const session = await open({ BURST: burst });
    const server = await session.register('com');
    const log = new BurstLog(burst);
    const reading = log.readBurst(session.events({ resumeAfter: 0 }));
    await until(patienceMs, 'the stream has begun', () => log.kinds.has('started'));
    await session.subscribeBulk(server, ['Fake.Burst']);
    await within(patienceMs, 'the whole burst', reading);

    expect(log.error).toBeUndefined();
    expect([log.misplaced, log.outOfOrder, log.gaps, log.dropped]).toEqual([[], [], [], 0]);
    expect([log.first, log.last, log.count]).toEqual([1, burst + 1, burst + 1]);
    expect((await session.info()).latestSequence).toBe(burst + 1);
    console.log(`Under Wine: ${burst} changes at the client in ${log.seconds.toFixed(1)} s, ${log.rate} a second; ${log.resumes.length} resumes.`);
  });

  it.each([['80040154'], ['80070005'], ['8007007E']])('has no session when the activation fails with %s, and the reason in the log', async (code) => {
    await expect(open({ FAIL: `Create:${code}` })).rejects.toMatchObject({ code: 'WorkerStartFailed', duty: 'startOver' });
    await gateway.printed(new RegExp(`warn: .*could not be created.*0x${code}`));
  });

  it('hands a refused AddItem through with its HRESULT', async () => {
    const session = await open({ FAIL: 'AddItem:80070005' });
    const server = await session.register('com');
    await expect(session.addItem(server, level)).rejects.toMatchObject({ name: 'MxAccessError', method: 'AddItem', hresult: hresult('80070005') });
  });

  it('hands the answer to a bad handle and to a second advise through as it is', async () => {
    const session = await open({ BAD_HANDLE: '8000FFFF', DOUBLE_ADVISE: '80004005' });
    await expect(session.advise(99, 99)).rejects.toMatchObject({ name: 'MxAccessError', hresult: hresult('8000FFFF') });
    const [server, item] = await writable(session);
    await expect(session.advise(server, item)).rejects.toMatchObject({ name: 'MxAccessError', hresult: hresult('80004005') });
  });

  it('hands a refused secured write through', async () => {
    const session = await open({ FAIL: 'WriteSecured:80004021' });
    const [server, item] = await writable(session);
    const write = session.writeSecured(server, item, { currentUserId: 1, verifierUserId: 1 }, 3);
    await expect(write).rejects.toMatchObject({ name: 'MxAccessError', method: 'WriteSecured', hresult: hresult('80004021') });
  });

  it('refuses what an older component lacks, and does the rest', async () => {
    const session = await open({ INTERFACES: 3 });
    const [server, item] = await writable(session);
    await session.write(server, item, 4);
    await expect(session.write2(server, item, 4, new Date())).rejects.toMatchObject({ name: 'MxAccessError', method: 'Write2' });
  });

  it('takes any user where the galaxy does, and refuses a wrong password elsewhere', async () => {
    const strict = await open();
    await expect(strict.authenticateUser(await strict.register('com'), 'operator', 'wrong')).rejects.toMatchObject({ hresult: hresult('80070057') });
    const free = await open({ FREE_ACCESS: 1 });
    expect(await free.authenticateUser(await free.register('com'), 'anybody', 'anything')).toBe(1);
  });

  it('tells a pending completion and the one after it', async () => {
    const session = await open({ WRITE_COMPLETION: 'pending', WRITE_DELAY_MS: 300 });
    const [server, item] = await writable(session);
    await session.write(server, item, 5);
    const categories: unknown[] = [];
    await firstEvent(session, 'both completions', (event) => {
      if (event.family === 'OnWriteComplete') {
        categories.push(statusesOf(event)[0]?.category);
      }
      return categories.length === 2;
    });
    expect(categories).toEqual(['Pending', 'Ok']);
  });

  it('invents no completion where none comes', async () => {
    const session = await open({ WRITE_COMPLETION: 'absent', WRITE_DELAY_MS: 50 });
    const [server, item] = await writable(session);
    await session.subscribeBulk(server, [level]);
    await session.write(server, item, 6);
    const seen = new Set<string>();
    const later = Date.now() + 1_500;
    await firstEvent(session, 'later changes', (event) => {
      seen.add(event.family);
      return Date.parse(event.workerTime) > later;
    });
    expect([...seen]).toEqual(['OnDataChange']);
  });

  it('says of a silent item that nothing came', async () => {
    const session = await open({ SILENT_ITEM: gain });
    const server = await session.register('com');
    const [silent, talking] = await session.readBulk(server, [gain, level], 15_000);
    expect(silent?.hresult).toBeLessThan(0);
    expect(talking).toMatchObject({ hresult: 0, itemDefinition: level });
  });

  it('keeps the high bits of a quality', async () => {
    expect((await firstChange(await open({ QUALITY: 65_536 }), level)).quality).toBe(65_536 + 192);
  });

  it.each(['date', 'text', 'filetime'])('converts a time that comes as %s', async (kind) => {
    const { sourceTime } = await firstChange(await open({ TIME_KIND: kind }), level);
    expect(Math.abs(Date.parse(sourceTime ?? '') - Date.now())).toBeLessThan(60_000);
  });

  it('keeps a time that is none as it came', async () => {
    const event = await firstChange(await open({ TIME_KIND: 'junk' }), level);
    expect([event.sourceTime, event.rawTime === undefined]).toEqual([undefined, false]);
  });

  it.each(['byref', 'array', 'variants', 'record'])('reads statuses that come as %s', async (kind) => {
    const session = await open({ STATUS_KIND: kind });
    const missing = await firstChange(session, 'Tank101.NoSuchThing');
    expect(statusesOf(missing)[0]).toMatchObject({ success: 0, detail: 6 });
  });

  it('gives the category of an array without brackets as the component does', async () => {
    const missing = await firstChange(await open({ ARRAY_CATEGORY: 3 }), 'Plant.Crew');
    expect(statusesOf(missing)[0]).toMatchObject({ category: 'CommunicationError', detail: 1003 });
  });

  it.each(['typed', 'variants', 'scalar'])('carries buffered changes of shape %s', async (shape) => {
    const session = await open({ BUFFERED_SHAPE: shape });
    const server = await session.register('com');
    await session.setBufferedUpdateInterval(server, 200);
    const item = await session.addBufferedItem(server, level, '');
    await session.advise(server, item);
    const event = await firstEvent(session, 'a buffered change', ({ family }) => family === 'OnBufferedDataChange') as BufferedDataChangeEvent;
    expect(event.itemHandle).toBe(item);
    expect(event.value).not.toBeNull();
  });

  it('does without buffered events where the component has none', async () => {
    const session = await open({ SECOND_EVENTS: 0 });
    expect((await firstChange(session, level)).quality).toBe(192);
  });

  it('says that the platform is lost, and makes no event of it', async () => {
    const session = await open({ PLATFORM_DEATH_MS: 10_000 });
    const platform = async (): Promise<unknown> => (await session.getWorkerInfo() as { platform?: { state: string } }).platform?.state;
    expect((await firstChange(session, level)).quality).toBe(192);
    await until(patienceMs, 'the loss of the platform', async () => await platform() === 'lost');
    expect((await session.info()).state).not.toBe('faulted');
  });

  it('faults the session of a call that hangs, by the name of its method', async () => {
    const session = await open({ HANG: 'Suspend' });
    const [server, item] = await writable(session);
    const log = new EventLog();
    const reading = log.read(session.events());
    const hung = session.suspend(server, item).then(() => undefined, (error: unknown) => error);
    await within(patienceMs, 'the end of the stream', reading);
    expect(log.error).toMatchObject({ name: 'GatewayError', duty: 'startOver' });
    expect(await within(patienceMs, 'the end of the call', hung)).toMatchObject({ name: 'GatewayError' });
    await expect(session.info()).resolves.toMatchObject({ state: 'faulted', fault: { code: 'WorkerLost', message: expect.stringContaining('MXAccess has not returned from Suspend') as string } });
  });

  it('loses one worker and one session when the component crashes, and no other', async () => {
    const other = await open();
    await firstChange(other, level);
    const doomed = await open({ CRASH: 'Suspend' });
    const [server, item] = await writable(doomed);
    const [log, rest] = [new EventLog(), new EventLog()];
    const doom = log.read(doomed.events());
    const otherStream = other.events();
    const others = rest.read(otherStream);
    await expect(within(patienceMs, 'the end of the call', doomed.suspend(server, item))).rejects.toMatchObject({ name: 'GatewayError' });
    await within(patienceMs, 'the end of the stream', doom);
    expect(log.error).toMatchObject({ code: 'WorkerLost', duty: 'startOver' });
    expect(await doomed.info()).toMatchObject({ state: 'faulted' });
    const before = rest.count;
    await until(patienceMs, 'the other session goes on', () => rest.count > before);
    await otherStream.return();
    await within(patienceMs, 'the end of the other stream', others);
    expect(rest.error).toBeUndefined();
    expect((await firstChange(await open(), level)).quality).toBe(192);
  });

  it('is found usable by the probe, and unusable with what is missing', async () => {
    const worker = 'worker\\Gateway.Worker.exe';
    const found = await wine.run(worker, '--probe', '--option', `ProgId=${progId}`, '--item', level);
    expect(found).toMatch(/ok +process +64-bit[^]*ok +registration [^]*FakeLmxProxy\.dll, threading model Apartment[^]*ok +register [^]*ok +item [^]*Usable/);
    expect(await wine.exitOf(worker, '--probe', '--option', 'ProgId=Nobody.Server')).toBe(notUsable);
    expect(await wine.exitOf(worker, '--probe')).toBe(notUsable);
  });
});
