import { fileURLToPath } from 'node:url';
import type { GatewayClient, Session } from '@mxgateway/client';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AlarmsPage } from '../src/AlarmsPage.ts';
import { boundedClient } from '../src/boundedClient.ts';
import { browserMissing, closeBrowser, launchBrowser, phone, takePicture } from '../src/Browser.ts';
import { ChaosProxy } from '../src/ChaosProxy.ts';
import { GatewayPage } from '../src/GatewayPage.ts';
import { GatewayProcess } from '../src/GatewayProcess.ts';
import { Rest } from '../src/rest.ts';
import { patienceMs, until } from '../src/waiting.ts';

const galaxy = fileURLToPath(new URL('../galaxies/alarms.galaxy.json', import.meta.url));
const objects = ['Tank1', 'Pump1', 'Sensor1', 'Valve1'];

if (browserMissing !== undefined) {
  console.warn(`SKIPPED: the alarms view is not tested, ${browserMissing}`);
}

describe.skipIf(browserMissing !== undefined)('the alarms view', () => {
  let gateway: GatewayProcess;
  let browser: Browser;
  let client: GatewayClient;
  let plant: Session;
  const opened: AlarmsPage[] = [];

  const open = async (...[place, options, token]: [place?: string, options?: Parameters<typeof AlarmsPage.open>[3], token?: string]): Promise<AlarmsPage> => {
    const alarms = await AlarmsPage.open(browser, token === undefined ? gateway : { url: gateway.url, token }, place, options);
    opened.push(alarms);
    return alarms;
  };

  beforeAll(async () => {
    gateway = await GatewayProcess.start({
      settings: [
        '--Gateway:Demo:Enabled=false', `--Gateway:Workers:Backends:simulator:GalaxyPath=${galaxy}`, '--Gateway:Alarms:Enabled=true',
        '--Gateway:Alarms:SessionTag=plant', '--Gateway:Alarms:PartialPercent=90', '--Gateway:Alarms:ReopenMs=1000',
        // That of the plant, that of the monitor, and one that keeps the monitor out.
        '--Gateway:Sessions:MaxSessions=3',
        ...objects.map((name, i) => `--Gateway:Alarms:Objects:${i}=${name}`),
      ],
    });
    browser = await launchBrowser();
    client = boundedClient({ url: gateway.url, accessToken: gateway.token });
    plant = await client.openSession({ name: 'Plant', sessionTag: 'plant' });
    await plant.subscribeBulk(await plant.register('end-to-end'), ['Tank1.Level', 'Tank1.Setpoint']);
  });

  afterEach(async () => {
    const closing = opened.splice(0);
    await Promise.all(closing.map((alarms) => alarms.close()));
    expect(closing.flatMap(({ view }) => view.watch.problems)).toEqual([]);
  });

  afterAll(async () => {
    await client.close();
    await closeBrowser(browser);
    await gateway.stop();
    await gateway.remove();
  });

  it('shows what stands with its facts, all but the normal ones, and counts it in every part of the page', async () => {
    const alarms = await open();
    await until(patienceMs, 'what stands is listed', async () => (await alarms.names()).length >= 5);
    expect((await alarms.names()).slice(0, 4)).toEqual(['Tank1.Level.HiHi', 'Pump1.Tripped', 'Tank1.Level.Hi', 'Pump1.Leak']);
    expect(await alarms.state('Sensor1.PV.Hi')).toBe('unknown');
    expect(await alarms.cell('Tank1.Level.HiHi', 'priority')).toBe('100');
    expect(await alarms.cell('Tank1.Level.HiHi', 'area')).toBe('North');
    expect(await alarms.cell('Tank1.Level.HiHi', 'message')).toBe('Tank 1 much too high');
    await until(patienceMs, 'value and limit are there', async () => /^9\d(\.\d)? › 93/.test(await alarms.cell('Tank1.Level.HiHi', 'value')));
    expect(await alarms.cell('Tank1.Level.HiHi', 'raised')).toMatch(/\d\d:\d\d:\d\d$/);
    expect(await alarms.page.locator('#alarm-zone').textContent()).toMatch(/^Times in .*UTC[+−]\d\d:\d\d$/);
    expect(await alarms.count('unknown')).toBe('1');
    await alarms.view.show('Live');
    expect(await alarms.page.locator('#alarm-summary').isVisible()).toBe(true);
    expect(Number(await alarms.count('unacknowledged'))).toBeGreaterThanOrEqual(4);
    await alarms.page.locator('#alarm-summary').click();
    expect(await alarms.page.locator('#alarms').isVisible()).toBe(true);

    await until(patienceMs, 'an alarm has returned', async () => (await alarms.state('Valve1.Once')) === 'returned');
    await client.acknowledgeAlarm({ reference: 'Valve1.Once', occurrence: await occurrence('Valve1.Once') });
    await until(patienceMs, 'it is not listed once it is acknowledged', async () => !(await alarms.names()).includes('Valve1.Once'));
    await alarms.page.locator('.alarm-box[data-state="normal"] input').check();
    await until(patienceMs, 'it is listed when normal ones are wanted', async () => (await alarms.state('Valve1.Once')) === 'normal');
  });

  it('has an address with filter, order and open alarm, which a reload and another user get too', async () => {
    const alarms = await open();
    const { page } = alarms;
    await page.locator('#alarm-text').fill('tank 1');
    await page.getByRole('button', { name: 'Priority' }).click();
    await alarms.row('Tank1.Level.Hi').click();
    await page.getByRole('button', { name: 'Priority' }).click();
    const listed = ['Tank1.Level.Hi', 'Tank1.Level.HiHi'];
    await until(patienceMs, 'the least urgent is first', async () => JSON.stringify(await alarms.names()) === JSON.stringify(listed));
    expect(await page.locator('#alarm-head th[aria-sort]').getAttribute('aria-sort')).toBe('descending');
    const place = new URLSearchParams(new URL(page.url()).hash.slice(1));
    expect(Object.fromEntries(place)).toEqual({ view: 'alarms', q: 'tank 1', sort: '-priority', alarm: 'Tank1.Level.Hi' });
    await page.reload();
    await alarms.untilKnown();
    const other = await open(`&${place.toString()}`);
    for (const { page: one, names } of [{ page, names: () => alarms.names() }, { page: other.page, names: () => other.names() }]) {
      await until(patienceMs, 'the same alarms are listed', async () => JSON.stringify(await names()) === JSON.stringify(listed));
      expect(await one.locator('#alarm-detail-title').textContent()).toBe('Tank1.Level.Hi');
      expect(one.url()).not.toContain('token');
    }
    await page.goBack();
  });

  it('opens the detail of an alarm with its transitions and the trend of its item, or says why there is no trend', async () => {
    const alarms = await open();
    const { page } = alarms;
    await alarms.row('Tank1.Level.HiHi').click();
    await until(patienceMs, 'the first transition is listed', async () => /found standing|raised/.test((await page.locator('#alarm-transitions').textContent()) ?? ''));
    await until(patienceMs, 'the line of the item and that of the limit have names', async () =>
      (await page.locator('#alarm-trend-legend').textContent()) === 'Tank1.LevelLimit');
    await until(patienceMs, 'the trend is drawn', async () => await page.locator('#alarm-trend canvas').isVisible());
    await alarms.row('Pump1.Tripped').click();
    await until(patienceMs, 'the reason is given', async () => ((await page.locator('#alarm-trend-hint').textContent()) ?? '').includes('none of your sessions has an item Pump1.Tripped'));
    await page.keyboard.press('Escape');
    expect(await page.locator('#alarm-detail').isHidden()).toBe(true);
  });

  it('keeps what is selected when the table is read again, because normal alarms are wanted too', async () => {
    const alarms = await open();
    const { page } = alarms;
    await until(patienceMs, 'what stands is listed', async () => (await alarms.names()).includes('Pump1.Leak'));
    await alarms.row('Pump1.Leak').locator('input').check();
    await page.locator('.alarm-box[data-state="normal"] input').check();
    // The page counts normal alarms from the moment on at which it draws the table that has them.
    await until(patienceMs, 'the table is another one', async () => (await page.locator('.alarm-box[data-state="normal"] b').textContent()) !== '');
    await until(patienceMs, 'what stands is listed again', async () => (await alarms.names()).includes('Pump1.Leak'));
    await until(patienceMs, 'it is still selected', async () => (await alarms.row('Pump1.Leak').getAttribute('aria-selected')) === 'true');
    expect(await page.locator('#alarm-ack').textContent()).toBe('Acknowledge 1 selected');
  });

  it('acknowledges selected alarms with a comment and shows the outcome of each, also of one that another acknowledged first', async () => {
    const alarms = await open();
    const { page } = alarms;
    const other = await open();
    for (const reference of ['Tank1.Level.HiHi', 'Tank1.Level.Hi']) {
      await alarms.row(reference).locator('input').check();
    }
    await until(patienceMs, 'both are selected', async () => (await page.locator('#alarm-ack').textContent()) === 'Acknowledge 2 selected');
    await page.locator('#alarm-ack').click();
    // The dialog names what was seen; meanwhile another user is faster.
    await other.row('Tank1.Level.Hi').getByRole('button', { name: 'Acknowledge Tank1.Level.Hi' }).click();
    await other.confirm('I was faster');
    await until(patienceMs, 'the other sees its outcome', async () => (await other.outcomes())['Tank1.Level.Hi'] === 'acknowledged');
    await alarms.confirm('drain opened');
    await until(patienceMs, 'each alarm has its outcome', async () => {
      expect(await alarms.outcomes()).toEqual({ 'Tank1.Level.HiHi': 'acknowledged', 'Tank1.Level.Hi': 'was already acknowledged' });
      return true;
    });
    // The outcome comes with the answer to the command, the transition with the stream.
    await until(patienceMs, 'the row says so', async () =>
      (await alarms.state('Tank1.Level.HiHi')) === 'acknowledged' && (await alarms.cell('Tank1.Level.HiHi', 'by')) !== '');
    await alarms.row('Tank1.Level.HiHi').click();
    await until(patienceMs, 'the comment is in the detail', async () => ((await page.locator('#alarm-facts').textContent()) ?? '').includes('drain opened'));
  });

  it('refuses nothing silently: an occurrence that ended is named as refused', async () => {
    const alarms = await open('&q=stuck');
    const row = alarms.row('Valve1.Stuck');
    await until(patienceMs, 'the alarm comes', async () => (await row.count()) === 1);
    await row.getByRole('button').click();
    // The alarm goes and comes again while the dialog is open.
    const first = await occurrence('Valve1.Stuck');
    await until(patienceMs, 'another occurrence', async () => (await occurrence('Valve1.Stuck')) > first + 1);
    await alarms.confirm('too late');
    await until(patienceMs, 'the outcome is refused', async () => (await alarms.outcomes())['Valve1.Stuck'] === 'refused');
    expect(await alarms.page.locator('#alarm-outcomes-list').textContent()).toContain('read the alarm again');
  });

  it('shelves and unshelves an alarm, which is then counted as suppressed', async () => {
    const alarms = await open();
    const { page } = alarms;
    await alarms.row('Pump1.Leak').click();
    await page.locator('#alarm-detail-shelve').click();
    await page.locator('#shelve-reason').fill('seal ordered');
    await gateway.whilePaused(async () => {
      await page.locator('#shelve-form button[type="submit"]').click();
      await until(patienceMs, 'no other command can be given before the answer', async () => await page.locator('#alarm-detail-shelve').isDisabled()
        && await page.locator('#alarm-detail-ack').isDisabled() && await alarms.row('Pump1.Leak').getByRole('button').isDisabled());
    });
    await until(patienceMs, 'it is shelved', async () => (await alarms.state('Pump1.Leak')) === 'suppressed' && (await alarms.count('suppressed')) === '1');
    await until(patienceMs, 'it can be unshelved', async () => (await page.locator('#alarm-detail-shelve').textContent()) === 'Unshelve');
    await page.locator('#alarm-detail-shelve').click();
    await until(patienceMs, 'it is not shelved', async () => (await alarms.count('suppressed')) === '0');
    // The transition comes with the stream, the outcome with the answer to the command.
    await until(patienceMs, 'the outcome is shown', async () => {
      expect(await alarms.outcomes()).toEqual({ 'Pump1.Leak': 'unshelved' });
      return true;
    });
  });

  it('holds the rows under the pointer, says how many changes wait, and shows them when the pointer leaves', async () => {
    const alarms = await open('&q=again&sort=-raised');
    const { page } = alarms;
    await until(patienceMs, 'both alarms are listed', async () => (await alarms.names()).length === 2);
    const orders = new Set<string>();
    await until(patienceMs, 'the rows change places', async () => orders.add((await alarms.names()).join()).size > 1);
    await page.locator('#alarm-scroll').hover();
    const held = await alarms.names();
    await until(patienceMs, 'changes wait', async () => /changes? waits?/.test((await page.locator('#alarm-held-text').textContent()) ?? ''));
    expect(await alarms.names()).toEqual(held);
    await page.mouse.move(2, 2);
    await until(patienceMs, 'the list is not held', async () => (await page.locator('#alarm-held-text').textContent()) === '');
    await until(patienceMs, 'the rows change places again', async () => (await alarms.names()).join() !== held.join());
  });

  it('is used with the keyboard alone', async () => {
    const alarms = await open('&q=pump');
    const { page } = alarms;
    const focused = (): Promise<string> => page.evaluate(() => (document.activeElement as HTMLElement).dataset['key'] ?? '');
    const reachable = page.locator('#alarm-rows tr[tabindex="0"]');
    await until(patienceMs, 'one row can be reached with the tabulator key', async () => (await reachable.count()) === 1);
    await reachable.focus();
    await page.keyboard.press('End');
    expect(await focused()).toBe('pump1.leak');
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toBe('pump1.tripped');
    await page.keyboard.press(' ');
    await until(patienceMs, 'it is selected', async () => (await alarms.row('Pump1.Tripped').getAttribute('aria-selected')) === 'true');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('alarm-detail-title');
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('pump1.tripped');
    await page.keyboard.press('a');
    await page.keyboard.type('by keyboard');
    await page.keyboard.press('Enter');
    await until(patienceMs, 'it is acknowledged', async () => (await alarms.outcomes())['Pump1.Tripped'] === 'acknowledged');
    expect(await reachable.count()).toBe(1);
  });

  it('offers no command to a token that may only read, and no alarms to one that does not reach the monitor', async () => {
    const rest = new Rest(gateway.url, gateway.token);
    const reader = await rest.createToken({ subject: 'viewer', scopes: ['sessions:read'], sessionTags: ['plant'] });
    const alarms = await open(undefined, undefined, reader.token);
    await until(patienceMs, 'the alarms are listed', async () => (await alarms.names()).includes('Tank1.Level.HiHi'));
    await alarms.row('Tank1.Level.HiHi').click();
    // The pointer on the list holds it, and a change that waits then brings a button of its own.
    await alarms.page.mouse.move(2, 2);
    await until(patienceMs, 'the list is not held', async () => (await alarms.page.locator('#alarm-held-text').textContent()) === '');
    expect(await alarms.page.locator('#alarms button:visible').evaluateAll((buttons) => buttons.map(({ textContent }) => textContent)))
      .toEqual(['State', 'Priority', 'Area', 'Alarm', 'Message', 'Value › limit', 'Raised', 'Acknowledged by', 'Close']);
    expect(await alarms.page.locator('#alarm-table input').count()).toBe(0);
    await alarms.row('Tank1.Level.HiHi').focus();
    await alarms.page.keyboard.press('a');
    expect(await alarms.page.locator('#ack').isVisible()).toBe(false);

    const elsewhere = await rest.createToken({ subject: 'stranger', scopes: ['sessions:read'], sessionTags: ['other'] });
    const stranger = await open(undefined, undefined, elsewhere.token);
    expect(await stranger.names()).toEqual([]);
    expect(await stranger.page.locator('#alarm-empty').textContent()).toContain('among those that you may see');
  });

  it('marks the alarms as out of date while there is no connection', async () => {
    const proxy = await ChaosProxy.before(gateway.port);
    const alarms = await AlarmsPage.open(browser, { url: proxy.url, token: gateway.token });
    expect(await alarms.notice()).toBe('');
    await proxy.close();
    await until(patienceMs, 'the notice is there', async () => (await alarms.notice()).includes('no connection'));
    expect(await alarms.page.locator('#alarms.stale').count()).toBe(1);
    expect((await alarms.names()).length).toBeGreaterThan(3);
    await alarms.close();
  });

  it('fits wide and narrow windows without sideways scrolling, in light and dark', async () => {
    for (const [name, viewport] of [['wide', { width: 1440, height: 900 }], ['middle', { width: 1024, height: 768 }], ['phone', phone]] as const) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const alarms = await open('&alarm=Tank1.Level.HiHi', { viewport, colorScheme, ...(name === 'phone' ? { isMobile: true, hasTouch: true } : {}) });
        await until(patienceMs, 'the alarms are listed', async () => (await alarms.names()).length >= 5);
        await until(patienceMs, 'the trend is drawn', async () => await alarms.page.locator('#alarm-trend canvas').isVisible());
        await until(patienceMs, `the page fits: ${name}, ${colorScheme}`, async () => (await alarms.view.sidewaysOverflow()) === 0
          && (await alarms.page.locator('#alarm-scroll').evaluate((scroll) => scroll.scrollWidth - scroll.clientWidth)) === 0);
        await takePicture(alarms.page, `alarms-${name}-${colorScheme}`);
      }
    }
  });

  it('says in every part of the page that the gateway does not see the alarms, when the monitor\'s worker was killed', async () => {
    const alarms = await open();
    // The faulted session is kept, so there is no place for another one of the monitor while this one is open.
    const last = await client.openSession({ name: 'In the last place' });
    const sessions = await client.listSessions();
    const monitor = sessions.find(({ owner }) => owner === 'gateway:alarms')?.workerProcessId;
    process.kill(monitor ?? expect.fail('no worker'), 'SIGKILL');
    await until(patienceMs, 'the banner is there', async () => (await alarms.notice()).includes('does not see the alarms'));
    expect((await alarms.names()).length).toBeGreaterThan(3);
    expect(await alarms.page.locator('#alarms.stale').count()).toBe(1);
    await takePicture(alarms.page, 'alarms-blind');
    await alarms.view.show('Live');
    expect(await alarms.page.locator('#alarm-notice').isVisible()).toBe(true);
    expect(await alarms.page.locator('.alarm-trust').textContent()).toBe('not current');
    await last.close();
    await until(patienceMs, 'the banner goes when the alarms are seen again', async () => (await alarms.notice()) === '');
  });

  async function occurrence(reference: string): Promise<number> {
    const response = await fetch(`${gateway.url}/api/alarms?references=${reference}`, { headers: { authorization: `Bearer ${gateway.token}` }, signal: AbortSignal.timeout(patienceMs) });
    const { alarms } = (await response.json()) as { readonly alarms: readonly { readonly occurrence: number }[] };
    return alarms[0]?.occurrence ?? 0;
  }
});

describe.skipIf(browserMissing !== undefined)('the page of a gateway without an alarm monitor', () => {
  it('has no counts of alarms, because zeros would say that none stands', async () => {
    const gateway = await GatewayProcess.start();
    const browser = await launchBrowser();
    try {
      const view = await GatewayPage.open(browser, gateway.address);
      expect(await view.page.locator('#alarm-summary').isVisible()).toBe(false);
      expect(await view.page.locator('#view-alarms').isVisible()).toBe(false);
      const asked = await GatewayPage.visit(browser, `${gateway.address}&view=alarms`);
      await until(patienceMs, 'the view says why it is empty', async () => ((await asked.page.locator('#alarm-empty').textContent()) ?? '').includes('Gateway:Alarms:Enabled'));
    } finally {
      await closeBrowser(browser);
      await gateway.stop();
      await gateway.remove();
    }
  });
});
