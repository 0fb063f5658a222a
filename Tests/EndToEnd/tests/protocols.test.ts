import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import * as signalR from '@microsoft/signalr';
import * as msgpack from '@microsoft/signalr-protocol-msgpack';
import type { HubProtocolName, MxValue, Session } from '@mxgateway/client';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boundedClient } from '../src/boundedClient.ts';
import { browserMissing, closeBrowser, launchBrowser } from '../src/Browser.ts';
import { EventLog } from '../src/EventLog.ts';
import { rounds } from '../src/everyValue.ts';
import { GatewayProcess } from '../src/GatewayProcess.ts';
import { exercise, type ExerciseReport } from '../src/unmodifiedClient.ts';
import { patienceMs, until, within } from '../src/waiting.ts';

const galaxy = fileURLToPath(new URL('../galaxies/values.galaxy.json', import.meta.url));
const require = createRequire(import.meta.url);
const protocols: readonly HubProtocolName[] = ['json', 'messagepack'];
const expected = rounds.flat().map((one) => ({ streamed: one.expect, read: one.expect }));

function expectAll(report: ExerciseReport): void {
  expect(report.values).toEqual(expected);
  expect(report.firstKind).toBe('started');
  const latest = report.whole.length;
  expect(latest).toBeGreaterThan(expected.length);
  expect(report.whole).toEqual(Array.from({ length: latest }, (_, i) => i + 1));
  expect(report.resumedAfter).toBe(Math.floor(latest / 2));
  expect(report.rest).toEqual(report.whole.slice(report.resumedAfter));
  expect(report.readersAfterCancel).toBe(1);
  expect(report.errors.map((text) => /\[(\w+)\]/.exec(text)?.[1])).toEqual(['SessionNotFound', 'InvalidArgument', 'InvalidArgument', 'SessionNotFound', 'InvalidArgument']);
  expect(report.completed).toBe(true);
}

describe('both hub protocols', () => {
  let gateway: GatewayProcess;
  let browser: Browser | undefined;

  beforeAll(async () => {
    gateway = await GatewayProcess.start({ settings: [`--Gateway:Workers:Backends:simulator:GalaxyPath=${galaxy}`, '--Gateway:Demo:Enabled=false'] });
    browser = browserMissing === undefined ? await launchBrowser() : undefined;
  });

  afterAll(async () => {
    await closeBrowser(browser);
    await gateway.stop();
    await gateway.remove();
  });

  it.each(protocols)('carry every value there and back with this library: %s', async (protocol) => {
    const client = boundedClient({ url: gateway.url, accessToken: gateway.token, protocol });
    const session = await client.openSession({ name: protocol });
    expect(await writeAll(session)).toEqual(expected);
    await session.close();
    await client.close();
  });

  it.each(protocols)('serve Microsoft\'s unmodified client in Node: %s', async (protocol) => {
    Object.assign(globalThis, { signalR: { ...signalR, protocols: { msgpack } } });
    expectAll(await within(patienceMs, 'the exercise', exercise({ url: gateway.url, token: gateway.token, protocol, rounds })));
  });

  it.each([
    { protocol: 'json', transport: 'ServerSentEvents' }, { protocol: 'json', transport: 'LongPolling' }, { protocol: 'messagepack', transport: 'LongPolling' },
  ] as const)('serve Microsoft\'s unmodified client in Node without WebSockets: $protocol over $transport', async ({ protocol, transport }) => {
    Object.assign(globalThis, { signalR: { ...signalR, protocols: { msgpack } } });
    expectAll(await within(patienceMs, 'the exercise', exercise({ url: gateway.url, token: gateway.token, protocol, transport, rounds })));
  });

  it.skipIf(browserMissing !== undefined).each(protocols)('serve Microsoft\'s unmodified client in Chromium: %s', async (protocol) => {
    // The scripts come from the packages and not from the gateway, whose content security policy does not allow them.
    const context = await browser?.newContext({ bypassCSP: true });
    const page = await context?.newPage();
    if (page === undefined) {
      throw new Error('There is no page.');
    }
    await page.goto(`${gateway.url}/health/live`);
    await page.addScriptTag({ path: require.resolve('@microsoft/signalr/dist/browser/signalr.js') });
    await page.addScriptTag({ path: require.resolve('@microsoft/signalr-protocol-msgpack/dist/browser/signalr-protocol-msgpack.js') });
    expectAll(await within(patienceMs, 'the exercise', page.evaluate(exercise, { url: gateway.url, token: gateway.token, protocol, rounds })));
    await context?.close();
  });
});

/** Writes every value and gives what came back in the stream and by a command. */
async function writeAll(session: Session): Promise<unknown[]> {
  const serverHandle = await session.register('values');
  const references = [...new Set(rounds.flat().map(({ reference }) => reference))];
  const results = await session.subscribeBulk(serverHandle, references);
  const handles = new Map(references.map((reference, i) => [reference, results[i]?.itemHandle ?? 0]));
  const changes = new Map<number, MxValue[]>();
  const writes = new Map<number, number>();
  const stream = session.events({ resumeAfter: 0 });
  const reading = new EventLog().read(stream, (item) => {
    for (const event of item.kind === 'events' ? item.events : []) {
      if (event.family === 'OnDataChange') {
        const { dataType, variantType, value } = event;
        changes.set(event.itemHandle, [...changes.get(event.itemHandle) ?? [], { dataType, ...(variantType === undefined ? {} : { variantType }), value }]);
      } else {
        writes.set(event.itemHandle, (writes.get(event.itemHandle) ?? 0) + 1);
      }
    }
    return false;
  });
  await until(patienceMs, 'the first values', () => [...handles.values()].every((handle) => changes.has(handle)));
  const outcome: unknown[] = [];
  for (const round of rounds) {
    const before = round.map(({ reference }) => {
      const handle = handles.get(reference) ?? 0;
      return { handle, changed: changes.get(handle)?.length ?? 0, written: writes.get(handle) ?? 0 };
    });
    await Promise.all(round.map(({ write }, i) => session.write(serverHandle, before[i]?.handle ?? 0, write)));
    await until(patienceMs, `the items become ${JSON.stringify(round)}`, () => before.every(({ handle, changed, written }) =>
      (changes.get(handle)?.length ?? 0) > changed && (writes.get(handle) ?? 0) > written));
    const read = await session.readBulk(serverHandle, round.map(({ reference }) => reference));
    before.forEach(({ handle }, i) => { outcome.push({ streamed: changes.get(handle)?.at(-1), read: read[i]?.value }); });
  }
  await stream.return();
  await within(patienceMs, 'the end of the stream', reading);
  return outcome;
}
