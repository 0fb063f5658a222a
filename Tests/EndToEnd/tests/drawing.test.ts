import type { GatewayClient } from '@mxgateway/client';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boundedClient } from '../src/boundedClient.ts';
import { browserMissing, launchBrowser } from '../src/Browser.ts';
import { describeDrawing, measureDrawing } from '../src/frames.ts';
import { GatewayPage } from '../src/GatewayPage.ts';
import { GatewayProcess } from '../src/GatewayProcess.ts';
import { Load } from '../src/load.ts';
import { patienceMs, until } from '../src/waiting.ts';

const items = 2_000;
const rate = 10_000;
const soak = process.env['GATEWAY_SOAK'] === '1';
const seconds = soak ? 15 : 4;

describe.skipIf(browserMissing !== undefined)(`the page with ${items} items at ${rate} events/s`, () => {
  let gateway: GatewayProcess;
  let browser: Browser;
  let client: GatewayClient;

  beforeAll(async () => {
    gateway = await GatewayProcess.start({ settings: [`--Gateway:Workers:Backends:simulator:LoadItems=${items}`] });
    browser = await launchBrowser();
    client = boundedClient({ url: gateway.url, accessToken: gateway.token });
  });

  afterAll(async () => {
    await client.close();
    await browser.close();
    await gateway.stop();
    await gateway.remove();
  });

  it('keeps drawing, with only the rows in view in the page', async () => {
    const session = await client.openSession({ name: 'Load' });
    const load = await Load.on(session, items);
    const view = await GatewayPage.visit(browser, gateway.address);
    const { page } = view;
    await page.locator('#session-list').getByText('Load', { exact: true }).click();
    await until(patienceMs, 'the page shows the items', async () => (await page.locator('#row-count').textContent()) === `${items + 1} items`);
    await load.setRate(rate);
    await until(patienceMs, 'the load runs', async () => {
      const { latestSequence } = await session.info();
      return latestSequence > 2 * rate;
    });
    const before = await view.position();
    const drawing = await measureDrawing(page, seconds * 1_000);
    const passed = (await view.position()) - before;
    console.log(`${describeDrawing(drawing)}; ${passed} events passed; merged ${await view.fact('Merged')}.`);

    expect(await page.locator('#rows tr').count()).toBeLessThan(100);
    expect(passed).toBeGreaterThan(rate);
    expect(drawing.perSecond).toBeGreaterThan(soak ? 55 : 10);

    // Rows far below are put into the page when the user scrolls to them.
    await page.locator('#scroll').evaluate((scroll) => { scroll.scrollTop = scroll.scrollHeight; });
    await until(patienceMs, 'the last item has its value', async () => /\d/.test((await view.row('Load.Rate').locator('td.value').textContent()) ?? ''));
    expect(await page.getByRole('table', { name: '' }).first().getAttribute('aria-rowcount')).toBe(String(items + 2));
    await view.filter('Item0777');
    await until(patienceMs, 'one item is left', async () => (await page.locator('#rows tr').count()) === 1);
    expect(view.watch.problems).toEqual([]);
    await load.setRate(0);
    await view.close();
  });
});
