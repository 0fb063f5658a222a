import type { GatewayClient, Session } from '@mxgateway/client';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boundedClient } from '../src/boundedClient.ts';
import { browserMissing, closeBrowser, launchBrowser, takePicture } from '../src/Browser.ts';
import { ChaosProxy } from '../src/ChaosProxy.ts';
import { GatewayPage } from '../src/GatewayPage.ts';
import { GatewayProcess } from '../src/GatewayProcess.ts';
import { Load } from '../src/load.ts';
import { patienceMs, until, within } from '../src/waiting.ts';

describe('one stream over many sessions', () => {
  let gateway: GatewayProcess;
  let client: GatewayClient;
  let browser: Browser | undefined;

  beforeAll(async () => {
    gateway = await GatewayProcess.start({ settings: ['--Gateway:Demo:Enabled=false'] });
    client = boundedClient({ url: gateway.url, accessToken: gateway.token });
    browser = browserMissing === undefined ? await launchBrowser() : undefined;
  });

  afterAll(async () => {
    await closeBrowser(browser);
    await client.close();
    await gateway.stop();
    await gateway.remove();
  });

  it('has every event of present, late and re-tagged sessions once, over cut connections, and goes on from its cursor', async () => {
    const proxy = await ChaosProxy.before(gateway.port);
    const reader = boundedClient({ url: proxy.url, accessToken: gateway.token, reconnect: { capMs: 500 } });
    const have = new Map<string, number>();
    const faults: string[] = [];
    const left: string[] = [];
    const stream = reader.events({ sessionTags: ['line-*'] });
    const first = await within(patienceMs, 'the start of the stream', stream.next());
    expect(first.value).toMatchObject({ kind: 'started' });
    const reading = (async () => {
      for await (const item of stream) {
        if (item.kind === 'left') {
          left.push(item.reason);
        }
        if (item.kind !== 'item') {
          continue;
        }
        if (item.item.kind === 'gap') {
          faults.push(`gap in ${item.sessionId}`);
        }
        for (const { sequence } of item.item.kind === 'events' ? item.item.events : []) {
          const before = have.get(item.sessionId);
          if (before !== undefined && sequence !== before + 1) {
            faults.push(`${item.sessionId}: ${sequence} after ${before}`);
          }
          have.set(item.sessionId, sequence);
        }
      }
    })();
    const open = async (name: string, sessionTag: string): Promise<readonly [Session, Load]> => {
      const session = await client.openSession({ name, sessionTag });
      return [session, await Load.on(session, 20)];
    };
    const [present, presentLoad] = await open('Present', 'line-1');
    const [foreign, foreignLoad] = await open('Foreign', 'hall-1');
    await until(patienceMs, 'the present session is read', () => have.has(present.sessionId));
    const untilResumed = (times: number): Promise<boolean> => until(patienceMs, `the stream is resumed (${times})`, () => stream.resumes >= times);
    await presentLoad.setRate(1_000);
    await foreignLoad.setRate(500);
    proxy.cut();
    await untilResumed(1);
    // One session is opened, and one is re-tagged, while nobody reads.
    proxy.cut();
    const [late, lateLoad] = await open('Late', 'line-2');
    await lateLoad.setRate(1_000);
    await until(patienceMs, 'the late session is read', () => have.has(late.sessionId));
    await untilResumed(2);
    expect(have.has(foreign.sessionId)).toBe(false);
    proxy.cut();
    expect((await client.setSessionTag(foreign.sessionId, 'line-3')).sessionTag).toBe('line-3');
    await until(patienceMs, 'the re-tagged session is read', () => have.has(foreign.sessionId));
    await untilResumed(3);
    const latest = new Map<string, number>();
    for (const [session, load] of [[present, presentLoad], [late, lateLoad], [foreign, foreignLoad]] as const) {
      latest.set(session.sessionId, await load.stop());
    }
    await until(patienceMs, 'every session is read to its end', () => [...latest].every(([id, last]) => (have.get(id) ?? 0) >= last));
    expect(faults).toEqual([]);
    expect(have).toEqual(latest);
    expect(left).toEqual([]);
    const { cursor } = stream;
    await stream.return();
    await within(patienceMs, 'the end of the stream', reading);

    await client.setSessionTag(foreign.sessionId, 'hall-1');
    await presentLoad.setRate(0);
    const rest = client.events({ sessionTags: ['line-*'], cursor });
    for (;;) {
      const result = await within(patienceMs, 'the next item', rest.next());
      if (result.done !== true && result.value.kind === 'item' && result.value.item.kind === 'events') {
        expect(result.value.item.first).toBe((latest.get(result.value.sessionId) ?? 0) + 1);
        break;
      }
    }
    await rest.return();
    await Promise.all([present, late, foreign].map((session) => session.close()));
    await reader.close();
    await proxy.close();
  });

  it.skipIf(browserMissing !== undefined)('is what the page shows of a tag', async () => {
    const sessions = await Promise.all(['Mixer', 'Filler'].map((name) => client.openSession({ name, sessionTag: 'plant' })));
    for (const session of sessions) {
      await session.subscribeBulk(await session.register('end-to-end'), ['Tank101.Level.PV', 'Platform01.CPULoad']);
    }
    const view = await GatewayPage.visit(browser ?? expect.fail('no browser'), gateway.address);
    await view.page.locator('#tag-list').getByText('plant').click();
    const named = (): Promise<string[]> => view.names();
    await until(patienceMs, 'the page shows the items of both', async () => {
      const names = await named();
      return names.length === 4 && names.includes('Mixer: Tank101.Level.PV') && names.includes('Filler: Tank101.Level.PV');
    });
    const third = await client.openSession({ name: 'Capper', sessionTag: 'plant' });
    await third.subscribeBulk(await third.register('end-to-end'), ['Tank101.Level.PV']);
    await until(patienceMs, 'a session that is opened later comes along', async () => (await named()).includes('Capper: Tank101.Level.PV'));
    await view.page.reload();
    await until(patienceMs, 'a reload shows the same', async () => (await named()).length === 5);
    await takePicture(view.page, 'tag');
    await third.close();
    await until(patienceMs, 'a closed session leaves', async () => (await named()).length === 4);
    expect(view.watch.problems).toEqual([]);
    await view.close();
    await Promise.all(sessions.map((session) => session.close()));
  });
});
