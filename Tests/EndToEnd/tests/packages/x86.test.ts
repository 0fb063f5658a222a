import type { BufferedDataChangeEvent, GatewayClient, MxValue, Session } from '@mxgateway/client';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { boundedClient } from '../../src/boundedClient.ts';
import { BurstLog } from '../../src/BurstLog.ts';
import { ComSessions, firstChange, firstEvent, writable } from '../../src/ComSessions.ts';
import { EventLog } from '../../src/EventLog.ts';
import { patienceMs, until, within } from '../../src/waiting.ts';
import { fakeOf, windowsPath, wine as machinesWine, Wow64Wine, wow64IsMissing } from '../../src/Wine.ts';
import { WineGateway, type WineGatewayStart } from '../../src/WineGateway.ts';

const level = 'Tank101.Level.PV';
const progId = 'FakeLmxProxy.Server';
const classId = '{6F2B1C64-3E55-4D0A-8B79-2C7E9A5D4F10}';
const worker = 'worker\\Gateway.Worker.exe';
const burst = 200_000;
const notUsable = 69;
const longArray = Array.from({ length: 100_000 }, (_, i) => i / 3);

/** Written to one item one after another: neighbours differ. */
const values: readonly MxValue[] = [
  { dataType: 'Boolean', value: true },
  { dataType: 'Integer', value: -2_147_483_648 },
  { dataType: 'Integer', variantType: 'Int64', value: '9223372036854775807' },
  { dataType: 'Integer', variantType: 'Int64', value: '-9223372036854775808' },
  { dataType: 'Float', value: 0.1 },
  { dataType: 'Double', value: 0.1 },
  { dataType: 'Double', value: '-Infinity' },
  { dataType: 'String', value: 'Füllstand ≥ 80 % 🛢' },
  { dataType: 'Time', value: '2026-03-01T12:34:56.123Z' },
  { dataType: 'Boolean', value: [true, false] },
  { dataType: 'Integer', value: [2_147_483_647, -2_147_483_648] },
  { dataType: 'Integer', variantType: 'Int64', value: ['9223372036854775807', -1] },
  { dataType: 'Float', value: [0.1, 'NaN'] },
  { dataType: 'Double', value: longArray },
  { dataType: 'String', value: ['a', '', 'Ω'] },
  { dataType: 'Time', value: ['2026-03-01T12:34:56.123Z', '1970-01-01T00:00:00Z'] },
];

if (wow64IsMissing !== undefined) {
  console.log(`SKIPPED: the worker for MXAccess (x86) under Wine: ${wow64IsMissing}.`);
}

describe.skipIf(wow64IsMissing !== undefined)('the gateway (x64) with the worker for MXAccess (x86), as they are packaged', () => {
  let wine: Wow64Wine;
  let sessions: ComSessions;
  let gateway: WineGateway;
  let client: GatewayClient;

  const start = (options: WineGatewayStart = {}): Promise<WineGateway> => WineGateway.start({
    ...options,
    wine,
    variables: sessions.variables,
    settings: [
      '--Gateway:Workers:RequiredArchitecture=X86', '--Gateway:Workers:EnableAdoption=true', '--Gateway:Demo:Enabled=false',
      '--Gateway:Workers:DefaultBackend=com', `--Gateway:Workers:Backends:com:ProgId=${progId}`, ...options.settings ?? [],
    ],
  });

  const open = (switches: Readonly<Record<string, string | number>> = {}): Promise<Session> => sessions.open(client, switches);

  /** What the worker's probe finds, and the code that it ends with. */
  const probe = async (...options: readonly string[]): Promise<readonly [code: number | null, output: string]> => {
    const { code, output } = await wine.finish(worker, '--probe', ...options);
    return [code, output];
  };

  const register = async (platform: 'x64' | 'x86', ...options: readonly string[]): Promise<void> => {
    const folder = platform === 'x86' ? 'syswow64' : 'system32';
    await wine.run(`C:\\windows\\${folder}\\regsvr32.exe`, '/s', ...options, windowsPath(fakeOf(platform)));
  };

  const readBurst = async (session: Session): Promise<void> => {
    const server = await session.register('x86');
    const log = new BurstLog(burst);
    const reading = log.readBurst(session.events({ resumeAfter: 0 }));
    await until(patienceMs, 'the stream has begun', () => log.kinds.has('started'));
    await session.subscribeBulk(server, ['Fake.Burst']);
    await within(patienceMs, 'the whole burst', reading);
    expect([log.error, log.misplaced, log.outOfOrder, log.gaps, log.dropped]).toEqual([undefined, [], [], [], 0]);
    expect([log.first, log.count]).toEqual([1, burst + 1]);
    console.log(`Under Wine, x86: ${burst} changes at the client in ${log.seconds.toFixed(1)} s, ${log.rate} a second.`);
  };

  beforeAll(async () => {
    wine = await Wow64Wine.enter();
    sessions = new ComSessions(wine);
    gateway = await start();
    client = boundedClient({ url: gateway.url, accessToken: gateway.token });
  });

  afterEach(async () => {
    await sessions.close();
  });

  afterAll(async () => {
    await client.close();
    // Ends the gateway and every worker.
    await wine.leave();
    await gateway.directory.remove();
    await sessions.remove();
  });

  it('runs a session in a worker that is a 32-bit process', async () => {
    const session = await open();
    expect(await session.getWorkerInfo()).toMatchObject({ backend: 'com', architecture: 'x86' });
    expect((await firstChange(session, level)).quality).toBe(192);
  });

  it('refuses a worker for x64 where x86 is required, and says which is wanted', async () => {
    const x64 = windowsPath(join(machinesWine.package, 'worker', 'Gateway.Worker.exe'));
    await expect(start({ settings: [`--Gateway:Workers:ExecutablePath=${x64}`] }))
      .rejects.toThrow(/RequiredArchitecture is X86, but .*Gateway\.Worker\.exe is built for X64\..*win-x86/);
  });

  it('carries values of every type there and back, and completes each write', async () => {
    const session = await open({ WRITE_DELAY_MS: 0 });
    const { serverHandle, itemHandle } = await firstChange(session, 'Types.Echo');
    for (const value of values) {
      await session.write(serverHandle, itemHandle, value);
    }
    const echoes: MxValue[] = [];
    let completions = 0;
    await firstEvent(session, 'every value and completion', (event) => {
      completions += event.family === 'OnWriteComplete' ? 1 : 0;
      if (event.family === 'OnDataChange') {
        const { dataType, variantType, value } = event;
        echoes.push({ dataType, ...(variantType === undefined ? {} : { variantType }), value });
      }
      return completions === values.length && echoes.length === values.length + 1;
    });
    expect(echoes.slice(1)).toEqual(values);
  });

  it.each(['typed', 'variants', 'scalar'])('carries buffered changes of shape %s', async (shape) => {
    const session = await open({ BUFFERED_SHAPE: shape });
    const server = await session.register('x86');
    await session.setBufferedUpdateInterval(server, 200);
    const item = await session.addBufferedItem(server, level, '');
    await session.advise(server, item);
    const event = await firstEvent(session, 'a buffered change', ({ family }) => family === 'OnBufferedDataChange') as BufferedDataChangeEvent;
    expect(event.itemHandle).toBe(item);
    expect(event.value).not.toBeNull();
  });

  it(`gives every one of ${burst} changes of a burst once and in order to a client`, async () => {
    await readBurst(await open({ BURST: burst }));
  });

  it('works on when the component has taken the address space but for 256 MB', async () => {
    const session = await open({ HOG: 'Suspend', HOG_LEAVES_MB: 256, WRITE_DELAY_MS: 0 });
    await session.suspend(...await writable(session));
    const { serverHandle, itemHandle } = await firstChange(session, 'Types.Echo');
    await session.write(serverHandle, itemHandle, { dataType: 'Double', value: longArray });
    await firstEvent(session, 'the long array', (event) => event.itemHandle === itemHandle && event.family === 'OnDataChange' && Array.isArray(event.value));
  });

  it('never hangs and loses no event silently when there is no address space left: all of a burst comes, or the session is faulted', async () => {
    const session = await open({ HOG: 'Suspend', HOG_LEAVES_MB: 0, BURST: burst });
    const log = new EventLog();
    // The first value and the completion of the call that takes the memory; then the burst and its own first value.
    const whole = burst + 3;
    const reading = log.read(session.events({ resumeAfter: 0 }), () => log.count >= whole);
    const [server, item] = await writable(session);
    await session.suspend(server, item);
    const asked = session.subscribeBulk(server, ['Fake.Burst']).then(() => undefined, (error: unknown) => error);
    await within(patienceMs, 'the burst or the fault', reading);
    expect([log.outOfOrder, log.gaps]).toEqual([[], []]);
    const refused = await within(patienceMs, 'the end of the call', asked);
    if (log.error === undefined) {
      expect([log.count, refused]).toEqual([whole, undefined]);
    } else {
      expect(log.error).toMatchObject({ code: 'WorkerLost', duty: 'startOver' });
      expect(await session.info()).toMatchObject({ state: 'faulted' });
    }
    console.log(`Under Wine, x86, without address space: ${log.count} events, ${log.error === undefined ? 'the whole burst' : 'and a fault'}.`);
  });

  it('loses one worker and one session when the component crashes, and no other', async () => {
    const other = await open();
    const otherLog = new EventLog();
    const otherStream = other.events();
    const others = otherLog.read(otherStream);
    await firstChange(other, level);
    const doomed = await open({ CRASH: 'Suspend' });
    const [server, item] = await writable(doomed);
    await expect(within(patienceMs, 'the end of the call', doomed.suspend(server, item))).rejects.toMatchObject({ name: 'GatewayError' });
    await until(patienceMs, 'the fault', async () => (await doomed.info()).state === 'faulted');
    const before = otherLog.count;
    await until(patienceMs, 'the other session goes on', () => otherLog.count > before);
    await otherStream.return();
    await within(patienceMs, 'the end of the other stream', others);
    expect(otherLog.error).toBeUndefined();
  });

  it('is found usable by the probe, and unusable with what is missing', async () => {
    const fake = ['--option', `ClassId=${classId}`, '--item', level];
    expect(await probe(...fake)).toEqual([0, expect.stringMatching(
      /ok +process +32-bit \(X86\)[^]*ok +registration [^]*FakeLmxProxy\.dll, threading model Apartment[^]*ok +register [^]*ok +item [^]*Usable/)]);
    await register('x86', '/u');
    await register('x64', '/u');
    try {
      expect(await probe(...fake)).toEqual([notUsable, expect.stringMatching(/MISSING +registration +\S+ is not registered on this machine\. Install[^]*Not usable/)]);
      await register('x64');
      expect(await probe(...fake)).toEqual([notUsable, expect.stringMatching(/MISSING +registration +\S+ is registered for 64-bit processes only [^]*win-x64/)]);
    } finally {
      await register('x64', '/u');
      await register('x86');
    }
  });

  it('is killed, and its successor takes the 32-bit worker over with every event exactly once and in order', async () => {
    const session = await open();
    const { workerProcessId } = await session.info();
    const log = new EventLog();
    const stream = session.events({ resumeAfter: 0 });
    const reading = log.read(stream);
    const [server, item] = await writable(session);
    await session.subscribeBulk(server, [level]);
    await until(patienceMs, 'events come', () => log.count > 20);
    await gateway.kill();
    gateway = await start({ port: gateway.port, directory: gateway.directory });
    const before = log.last;
    await until(patienceMs, 'the stream goes on', () => log.error !== undefined || log.last > before + 20);
    await session.write(server, item, 2.5);
    await until(patienceMs, 'the completion of a write', () => log.families.has('OnWriteComplete'));
    await stream.return();
    await within(patienceMs, 'the end of the stream', reading);
    expect([log.error, log.first, log.count, log.outOfOrder, log.gaps]).toEqual([undefined, 1, log.last, [], []]);
    expect(await session.info()).toMatchObject({ workerProcessId, state: 'ready' });
  });
});
