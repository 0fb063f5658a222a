import type { GatewayClient, Session } from '@mxgateway/client';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { boundedClient } from '../src/boundedClient.ts';
import { browserMissing, closeBrowser, launchBrowser, takePicture } from '../src/Browser.ts';
import { GatewayPage } from '../src/GatewayPage.ts';
import { GatewayProcess } from '../src/GatewayProcess.ts';
import { Rest } from '../src/rest.ts';
import { patienceMs, until, within } from '../src/waiting.ts';

if (browserMissing !== undefined) {
  console.warn(`SKIPPED: the overview is not tested, ${browserMissing}`);
}

describe.skipIf(browserMissing !== undefined)('the page of an operator', () => {
  let gateway: GatewayProcess;
  let browser: Browser;
  let client: GatewayClient;
  let demo: Session;
  const views: GatewayPage[] = [];

  beforeAll(async () => {
    gateway = await GatewayProcess.start({ settings: ['--Gateway:Distribution:MaxSubscriptionsPerSession=1'] });
    browser = await launchBrowser();
    client = boundedClient({ url: gateway.url, accessToken: gateway.token });
    const found = (await client.listSessions()).find(({ name }) => name === 'Demo plant');
    demo = client.session(found?.sessionId ?? expect.fail('The gateway has no demo session.'));
  });

  afterEach(async () => {
    const closing = views.splice(0);
    await Promise.all(closing.map((view) => view.close()));
    expect(closing.flatMap(({ watch }) => watch.problems)).toEqual([]);
  });

  afterAll(async () => {
    await client.close();
    await closeBrowser(browser);
    await gateway.stop();
    await gateway.remove();
  });

  it('takes the place of no client, also when a session has room for one reader only, and tells of the reader by itself', async () => {
    const view = await GatewayPage.open(browser, gateway.address);
    views.push(view);
    const title = view.page.locator('#readers-title');
    await until(patienceMs, 'the page is the only observer', async () => (await title.textContent()) === '0 readers, 1 observer');
    const stream = demo.events();
    await within(patienceMs, 'the first item of the client', stream.next());
    await until(patienceMs, 'the page shows the reader', async () => (await title.textContent()) === '1 reader, 1 observer');
    await stream.return();
    await until(patienceMs, 'the page shows that the reader has gone', async () => (await title.textContent()) === '0 readers, 1 observer');
  });

  it('shows the session of an address although it was opened this moment, and says when it is gone', async () => {
    const watching = await GatewayPage.open(browser, gateway.address);
    const view = await GatewayPage.open(browser, gateway.address);
    views.push(watching, view);
    const afterReload = async (): Promise<string | null> => {
      await view.page.reload();
      const title = view.page.locator('#values-title');
      await until(patienceMs, 'a session is shown', async () => (await title.textContent()) !== 'Live values');
      return title.textContent();
    };
    for (const name of ['Pumps', 'Mixers', 'Ovens', 'Silos']) {
      const session = await client.openSession({ name });
      // From the page itself the address would be no navigation: the page reloads itself then, which the test's reload could interrupt.
      await view.page.goto('about:blank');
      await view.page.goto(`${gateway.address}&session=${session.sessionId}`);
      expect(await afterReload()).toBe(name);
      await session.close();
    }
    await until(patienceMs, 'the last session is gone', async () => !(await watching.sessions()).includes('Silos'));
    expect(await afterReload()).toBe('Demo plant');
    expect(await view.page.locator('#session-problem').textContent()).toContain('This session no longer exists');
  });

  it('lists a session that is opened without being asked, by who opened it when it has no name', async () => {
    const view = await GatewayPage.open(browser, gateway.address);
    views.push(view);
    const session = await client.openSession({ clientIdentity: 'Historian 2' });
    await until(patienceMs, 'the session is listed', async () => (await view.sessions()).some((name) => /^Unnamed, Historian 2, \d\d:\d\d:\d\d$/.test(name)));
    await session.close();
    await until(patienceMs, 'the session is gone', async () => !(await view.sessions()).some((name) => name.startsWith('Unnamed')));
  });

  it('says within 5 s that a worker was killed, with the code of the fault, and fits three widths', async () => {
    const view = await GatewayPage.visit(browser, `${gateway.address}&view=overview`);
    views.push(view);
    const { page } = view;
    await page.locator('#findings-none').waitFor();
    const session = await client.openSession({ name: 'Doomed' });
    await until(patienceMs, 'the session is counted', async () => (await page.locator('#overview-sessions').innerText()) === '2 sessions');
    process.kill((await session.info()).workerProcessId ?? expect.fail('no worker'), 'SIGKILL');
    await until(patienceMs, 'the overview says so', async () => /faulted|does not answer/.test(await page.locator('#findings', { hasText: 'Doomed' }).innerText()));
    await until(patienceMs, 'the fault has its code', async () => (await page.locator('#overview-faults').innerText()).includes('WorkerLost'));
    for (const [name, width, height] of [['wide', 1440, 900], ['middle', 1024, 768], ['phone', 390, 844]] as const) {
      await page.setViewportSize({ width, height });
      await until(patienceMs, `the page fits ${width} pixels`, async () => (await view.sidewaysOverflow()) === 0);
      await takePicture(page, `overview-${name}`);
    }
    await session.close();
  });

  it('draws the rates of before the page was opened', async () => {
    await until(patienceMs, 'the gateway has kept rates', async () =>
      ((await new Rest(gateway.url, gateway.token).status()).rates?.secondsAgo[0] ?? 0) > 20);
    const opened = Date.now();
    const view = await GatewayPage.visit(browser, `${gateway.address}&view=overview`);
    views.push(view);
    const span = await until(patienceMs, 'the plots are drawn', async () => /of the last (\d+ s|\d+ min)/.exec(await view.page.locator('#rates-span').innerText())?.[1]);
    const drawn = span.endsWith(' s') ? Number.parseInt(span, 10) : 60 * Number.parseInt(span, 10);
    expect(drawn * 1_000).toBeGreaterThan(Math.max(20_000, Date.now() - opened));
    const points = await view.page.locator('#rates polyline').first().getAttribute('points');
    expect(points?.split(' ').length).toBeGreaterThan(2);
  });

  it('explains a lost session from its beginning to its fault, also after it is gone and under an address that can be shared', async () => {
    const view = await GatewayPage.visit(browser, `${gateway.address}&view=sessions`);
    views.push(view);
    const { page } = view;
    const session = await client.openSession({ name: 'Explained' });
    const reader = session.events();
    await within(patienceMs, 'the first item of the reader', reader.next());
    await page.locator('#session-table-rows').getByRole('button', { name: 'Explained' }).click();
    const entries = page.locator('#timeline-entries');
    await until(patienceMs, 'the timeline has the beginning', async () => (await entries.innerText()).includes('Reader began'));
    process.kill((await session.info()).workerProcessId ?? expect.fail('no worker'), 'SIGKILL');
    await until(patienceMs, 'the timeline has the fault', async () => (await entries.innerText()).includes('Session faulted'));
    await session.close();
    await page.reload();
    await until(patienceMs, 'the timeline is back', async () => (await entries.innerText()).includes('Session closed'));
    const kinds = await entries.locator('li').evaluateAll((all) => all.map((one) => one instanceof HTMLElement ? one.dataset['kind'] : ''));
    expect(kinds.filter((kind) => kind !== 'command' && kind !== 'streamFailed').reverse().slice(0, 8)).toEqual(
      ['sessionOpened', 'workerStarted', 'workerReady', 'sessionReady', 'streamStarted', 'workerLost', 'sessionFaulted', 'workerExited']);
    for (const [name, width, height] of [['wide', 1440, 900], ['middle', 1024, 768], ['phone', 390, 844]] as const) {
      await page.setViewportSize({ width, height });
      await until(patienceMs, `the page fits ${width} pixels`, async () => (await view.sidewaysOverflow()) === 0);
      await takePicture(page, `timeline-${name}`);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.locator('#timeline-close').click();
    expect(new URL(page.url()).hash).toBe('#view=sessions');
    await view.show('Overview');
    await page.locator('#dumps').getByRole('button', { name: 'Timelines' }).first().click();
    await until(patienceMs, 'the dump has several timelines', async () => (await entries.locator('.timeline-head').count()) >= 2);
    await takePicture(page, 'dump');
    await page.locator('#timeline-close').click();
    expect(new URL(page.url()).hash).toBe('#view=overview');
  });
});
