import type { FeedChange, FeedPosition, GatewayClient } from '@mxgateway/client';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boundedClient } from '../src/boundedClient.ts';
import { browserMissing, closeBrowser, launchBrowser, takePicture } from '../src/Browser.ts';
import { ChaosProxy } from '../src/ChaosProxy.ts';
import { FeedLog } from '../src/FeedLog.ts';
import { GatewayPage } from '../src/GatewayPage.ts';
import { GatewayProcess } from '../src/GatewayProcess.ts';
import { Rest } from '../src/rest.ts';
import { patienceMs, until, within } from '../src/waiting.ts';

describe('the change feed', () => {
  let gateway: GatewayProcess;
  let client: GatewayClient;
  let browser: Browser | undefined;

  beforeAll(async () => {
    gateway = await GatewayProcess.start();
    client = boundedClient({ url: gateway.url, accessToken: gateway.token });
    browser = browserMissing === undefined ? await launchBrowser() : undefined;
  });

  afterAll(async () => {
    await closeBrowser(browser);
    await client.close();
    await gateway.stop();
    await gateway.remove();
  });

  const openAndClose = async (name: string): Promise<void> => { await (await client.openSession({ name })).close(); };

  it('has every change once and in order over cut connections, and goes on after a restart', async () => {
    const rounds = 4;
    const proxy = await ChaosProxy.before(gateway.port);
    const reader = boundedClient({ url: proxy.url, accessToken: gateway.token, reconnect: { capMs: 500 } });
    const log = new FeedLog();
    const feed = reader.feed({ after: 0 });
    const reading = (async () => {
      for await (const item of feed) {
        log.take(item);
      }
    })();
    await until(patienceMs, 'the feed has begun', () => log.has('sessionOpened', 'Demo plant'));
    for (let i = 1; i <= rounds; i += 1) {
      // Half of the rounds happen while nobody reads.
      proxy.cut();
      await openAndClose(`Round ${i}`);
      await until(patienceMs, `the feed is resumed (${i})`, () => log.resumes >= i);
      await openAndClose(`Round ${i}, read`);
      await until(patienceMs, 'what happened while it was read comes', () => log.has('sessionClosed', `Round ${i}, read`));
    }
    const position: FeedPosition | undefined = feed.position;
    await feed.return();
    await within(patienceMs, 'the end of the feed', reading);
    expect(log.faults).toEqual([]);
    expect(log.resets).toBe(0);
    const counted = (kind: FeedChange['kind']): string[] => log.changes
      .filter((change) => change.kind === kind && change.sessionName?.startsWith('Round ') === true).map(({ sessionName }) => sessionName ?? '');
    const all = Array.from({ length: rounds }, (_, i) => [`Round ${i + 1}`, `Round ${i + 1}, read`]).flat();
    expect(counted('sessionOpened')).toEqual(all);
    expect(counted('sessionClosed')).toEqual(all);
    await reader.close();
    await proxy.close();

    const { port, directory } = gateway;
    await gateway.stop();
    gateway = await GatewayProcess.start({ port, directory });
    await client.close();
    client = boundedClient({ url: gateway.url, accessToken: gateway.token });
    const later = new FeedLog();
    const rest = client.feed({ after: position?.sequence, feedEpoch: position?.feedEpoch });
    const readingOn = (async () => {
      for await (const item of rest) {
        later.take(item);
      }
    })();
    await openAndClose('After the restart');
    await until(patienceMs, 'the change after the restart', () => later.has('sessionClosed', 'After the restart'));
    expect(later.has('sessionClosed', 'Demo plant')).toBe(true);
    expect(later.faults).toEqual([]);
    expect(later.resets).toBe(0);
    await rest.return();
    await within(patienceMs, 'the end of the feed', readingOn);
  });

  it('continues from a cursor that the gateway keeps, and is for those who may read it', async () => {
    const feed = client.feed({ cursor: 'end-to-end', kinds: ['sessionOpened'] });
    await openAndClose('Before the commit');
    const names: (string | undefined)[] = [];
    const read = async (from: typeof feed, last: string): Promise<void> => {
      for (;;) {
        const result = await from.next();
        if (result.done === true) {
          throw new Error('The feed has ended.');
        }
        names.push(...(result.value.kind === 'changes' ? result.value.changes.map(({ sessionName }) => sessionName) : []));
        if (names.includes(last)) {
          return;
        }
      }
    };
    await within(patienceMs, 'the change before the commit', read(feed, 'Before the commit'));
    await feed.commit();
    const committed = feed.position;
    await feed.return();
    expect(await client.getFeedCursor('end-to-end')).toEqual({ name: 'end-to-end', ...committed });
    await openAndClose('After the commit');
    names.length = 0;
    const next = client.feed({ cursor: 'end-to-end', kinds: ['sessionOpened'] });
    await within(patienceMs, 'the change after the commit', read(next, 'After the commit'));
    await next.return();
    expect(names).toEqual(['After the commit']);
    await client.deleteFeedCursor('end-to-end');
    expect(await client.getFeedCursor('end-to-end')).toBeUndefined();

    const { token } = await new Rest(gateway.url, gateway.token).createToken({ subject: 'reader', scopes: ['sessions:read'] });
    const stranger = boundedClient({ url: gateway.url, accessToken: token });
    await expect(within(patienceMs, 'the refusal', stranger.feed().next())).rejects.toMatchObject({ code: 'Forbidden' });
    await stranger.close();
  });

  it.skipIf(browserMissing !== undefined)('is a live list on the page that survives a reload', async () => {
    const view = await GatewayPage.openAlone(browser ?? expect.fail('no browser'), gateway.address);
    await view.show('Activity');
    const entries = (name: string): Promise<string[]> => view.page.locator('.change', { hasText: name }).locator('.what').allTextContents();
    await openAndClose('Seen live');
    await until(patienceMs, 'the page shows the change', async () => (await entries('Seen live')).includes('Session closed'));
    expect((await entries('Seen live')).filter((what) => what === 'Session opened')).toHaveLength(1);
    const asked: string[] = [];
    view.page.on('websocket', (socket) => { socket.on('framesent', ({ payload }) => { asked.push(payload.toString('latin1')); }); });
    await view.page.reload();
    await openAndClose('Seen after the reload');
    await view.page.getByRole('button', { name: 'Activity' }).click();
    await until(patienceMs, 'the page shows both', async () => (await entries('Seen after the reload')).includes('Session closed'));
    expect((await entries('Seen live')).filter((what) => what === 'Session opened')).toHaveLength(1);
    // Changes that happened while no page was open are not missing.
    expect((await entries('Demo plant')).filter((what) => what === 'Session opened')).not.toEqual([]);
    // The page continued at its position: one stream that starts after a position.
    expect(asked.filter((frame) => frame.includes('StreamFeed'))).toHaveLength(1);
    expect(asked.join('')).toMatch(/after.*feedEpoch|feedEpoch.*after/s);
    const told = await view.page.locator('.change', { hasText: 'Seen ' }).evaluateAll((all) => all.map((entry) =>
      ['.what', '.about'].map((part) => entry.querySelector(part)?.textContent ?? '').join(': ')));
    expect(told.filter((text) => /^Session (opened|closed): /.test(text))).toEqual([
      'Session closed: Seen after the reload', 'Session opened: Seen after the reload', 'Session closed: Seen live', 'Session opened: Seen live',
    ]);
    await takePicture(view.page, 'activity');
    expect(view.watch.problems).toEqual([]);
    await view.close();
  });
});
