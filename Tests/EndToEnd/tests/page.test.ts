import type { Browser, WebSocket } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, launchBrowser, phone, takePicture } from '../src/Browser.ts';
import { ChaosProxy } from '../src/ChaosProxy.ts';
import { GatewayPage } from '../src/GatewayPage.ts';
import { GatewayProcess } from '../src/GatewayProcess.ts';
import { hubMessages } from '../src/hubFrames.ts';
import { patienceMs, until } from '../src/waiting.ts';

if (browserMissing !== undefined) {
  console.warn(`SKIPPED: the page is not tested, ${browserMissing}`);
}

describe.skipIf(browserMissing !== undefined)('the page in Chromium', () => {
  let gateway: GatewayProcess;
  let browser: Browser;
  const views: GatewayPage[] = [];

  const open = async (...[address, options]: [address?: string, options?: Parameters<typeof GatewayPage.open>[2]]): Promise<GatewayPage> => {
    const view = await GatewayPage.open(browser, address ?? gateway.address, options);
    views.push(view);
    return view;
  };

  beforeAll(async () => {
    gateway = await GatewayProcess.start();
    browser = await launchBrowser();
  });

  afterEach(async () => {
    const closing = views.splice(0);
    await Promise.all(closing.map((view) => view.close()));
    expect(closing.flatMap((view) => view.watch.problems)).toEqual([]);
  });

  afterAll(async () => {
    await browser.close();
    await gateway.stop();
    await gateway.remove();
  });

  it('shows values that move, the machine\'s own load among them, and keeps the token out of the address', async () => {
    const view = await open();
    expect(view.page.url()).toBe(`${gateway.url}/`);
    expect(await view.page.evaluate(() => location.hash)).toBe('');

    const load = await view.number('Platform01.CPULoad');
    expect(load).toBeGreaterThanOrEqual(0);
    expect(load).toBeLessThanOrEqual(100);
    expect(await view.value('Platform01.CPULoadHi.AckMsg')).toBe('');

    expect(await view.value('Tank101.TemperatureProfile[]')).toMatch(/^\[8\] \d/);

    const before = await view.value('Tank101.OutFlow');
    await until(patienceMs, 'Tank101.OutFlow moves', async () => (await view.value('Tank101.OutFlow')) !== before);
    expect(await view.gaps()).toEqual([]);
  });

  it('names every item in at most two lines and shows the whole table without sideways scrolling', async () => {
    const view = await open();
    const heights = await view.page.locator('#rows tr').evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
    expect(Math.max(...heights)).toBeLessThan(45);
    const hidden = await view.page.locator('#scroll').evaluate((scroll) => scroll.scrollWidth - scroll.clientWidth);
    expect(hidden).toBe(0);
    expect(await view.sidewaysOverflow()).toBe(0);
  });

  it('writes a setpoint that the level then follows', async () => {
    const view = await open();
    const before = await view.number('Tank101.Level.PV');
    const wanted = before < 55 ? 75 : 35;
    const direction = Math.sign(wanted - before);
    expect(await view.write('Tank101.Level.SP', String(wanted))).toMatch(/^Written at /);
    await until(patienceMs, 'the new setpoint is shown', async () => (await view.number('Tank101.Level.SP')) === wanted);
    await until(patienceMs, 'the level follows by two per cent', async () => ((await view.number('Tank101.Level.PV')) - before) * direction > 2);
    await view.draw('Tank101.Level.PV');
    await view.draw('Tank101.Level.SP');
    await until(patienceMs, 'both lines are drawn', async () => (await view.drawnPixels(1)) > 40 && (await view.drawnPixels(2)) > 40);
    await takePicture(view.page, 'desktop-written');
  });

  it('tells why a write was refused', async () => {
    const view = await open();
    expect(await view.write('Tank101.Level.SP', 'full')).toContain('is a number');
    expect(await view.write('Tank101.Level.PV', '1')).toMatch(/^Refused: /);
  });

  it('draws the trend of a ticked item', async () => {
    const view = await open();
    await view.draw('Platform01.CPULoad');
    await until(patienceMs, 'the line is drawn', async () => (await view.drawnPixels(1)) > 20);
    await view.draw('Tank101.OutFlow');
    await until(patienceMs, 'the second line is drawn', async () => (await view.drawnPixels(2)) > 20);
    await takePicture(view.page, 'desktop');
  });

  it('adds items and removes them, and other viewers see both', async () => {
    const view = await open();
    const other = await open();
    await view.page.getByText('Add or remove items').click();
    await view.page.locator('#references').fill('Tank103.Level.PV\nTank101.Level.PV\nTank103.Level.SP');
    await view.page.getByRole('button', { name: 'Add items' }).click();
    await until(patienceMs, 'the page tells what was added', async () =>
      (await view.page.locator('#add-result').textContent()) === '2 added, 1 already in the session.');
    await until(patienceMs, 'both show the new items', async () =>
      (await view.names()).includes('Tank103.Level.PV') && (await other.names()).includes('Tank103.Level.PV'));
    expect(await view.number('Tank103.Level.PV')).toBeGreaterThan(0);

    await view.page.locator('#references').fill('tank103.level.pv\nTank103.Level.SP\nNobody.PV');
    await view.page.getByRole('button', { name: 'Remove items' }).click();
    await until(patienceMs, 'the page tells what was removed', async () =>
      (await view.page.locator('#add-result').textContent()) === '2 removed, 1 not in the session.');
    await until(patienceMs, 'neither shows them', async () =>
      ![...await view.names(), ...await other.names()].some((name) => name.startsWith('Tank103')));
  });

  it('offers only items that the plant has', async () => {
    const view = await open();
    await view.page.getByText('Add or remove items').click();
    await view.page.getByRole('button', { name: 'Insert items of the demo plant' }).click();
    await view.page.getByRole('button', { name: 'Add items' }).click();
    // The demo session advises all attributes of these objects, so anything that is not in the session does not exist.
    await until(patienceMs, 'the page tells the outcome', async () =>
      (await view.page.locator('#add-result').textContent())?.startsWith('0 added'));
  });

  it('resumes behind its position after a reload', async () => {
    const view = await GatewayPage.openAlone(browser, gateway.address);
    views.push(view);
    const names = await view.names();
    const before = await view.position();
    const sent: (readonly unknown[])[] = [];
    const received: (readonly unknown[])[] = [];
    view.page.on('websocket', (socket: WebSocket) => {
      socket.on('framesent', ({ payload }) => { sent.push(...hubMessages(payload)); });
      socket.on('framereceived', ({ payload }) => { received.push(...hubMessages(payload)); });
    });
    await view.page.reload();
    await view.untilLive();
    await until(patienceMs, 'the position is behind the old one', async () => (await view.position()) > before);
    expect(await view.names()).toEqual(names);
    expect(await view.gaps()).toEqual([]);
    // [type, headers, id, target, arguments]
    const call = sent.find(([type, , , target]) => type === 4 && target === 'StreamSession') as readonly [number, object, string, string, readonly [string, { readonly resumeAfter: number }]];
    const { resumeAfter } = call[4][1];
    expect(resumeAfter).toBeGreaterThanOrEqual(before);
    // The page shows the position that it has kept before any event has come.
    const first = await until(patienceMs, 'the first events', () => received.filter(([type, , id]) => type === 2 && id === call[2])
      .map((message) => message[3] as { readonly kind: string; readonly first: number }).find(({ kind }) => kind === 'events'));
    expect(first.first).toBe(resumeAfter + 1);
  });

  it('resumes without a gap when its socket is cut', async () => {
    const proxy = await ChaosProxy.before(gateway.port);
    try {
      const view = await open(`${proxy.url}/#token=${gateway.token}`);
      expect(await view.resumes()).toBe(0);
      for (const times of [1, 2]) {
        const before = await view.position();
        proxy.cut();
        await until(patienceMs, `the stream was resumed ${times} times`, async () => (await view.resumes()) === times);
        await until(patienceMs, 'the position moves on', async () => (await view.position()) > before);
      }
      expect(await view.fact('Resumes')).toBe('2 (last: connection lost)');
      expect(await view.page.locator('#connection').textContent()).toBe('connected');
      expect(await view.gaps()).toEqual([]);
    } finally {
      await proxy.close();
    }
  });

  it('shows a second viewer, who comes mid-stream, the same rows and values', async () => {
    const size = { viewport: { width: 1280, height: 1600 } };
    const first = await open(undefined, size);
    await until(patienceMs, 'the first viewer has seen some scans', async () => Number((await first.fact('Events')).replace(/\D/g, '')) > 50);
    const second = await open(undefined, size);
    expect(await second.names()).toEqual(await first.names());
    await Promise.all([first.filter('Tank101.Level.'), second.filter('Tank101.Level.')]);
    await until(patienceMs, 'both show the same values, qualities and times', async () => {
      const [one, two] = await Promise.all([first.shown(), second.shown()]);
      const rows = Object.values(one);
      expect(rows.length).toBeGreaterThan(20);
      expect(rows.filter(({ quality, time }) => quality === '' || time === '')).toEqual([]);
      expect(two).toEqual(one);
      return true;
    });
  });

  it('fits a phone without sideways scrolling', async () => {
    const view = await open(undefined, { viewport: phone, isMobile: true, hasTouch: true, deviceScaleFactor: 2 });
    expect(await view.number('Platform01.CPULoad')).toBeGreaterThanOrEqual(0);
    await view.filter('Tank101');
    await takePicture(view.page, 'phone');
    await view.draw('Tank101.Level.PV');
    await view.draw('Tank101.OutFlow');
    await view.page.getByText('Add or remove items').click();
    await until(patienceMs, 'the line is drawn', async () => (await view.drawnPixels(2)) > 20);
    await until(patienceMs, 'the page fits', async () => (await view.sidewaysOverflow()) === 0);
    await view.page.locator('#write-title').scrollIntoViewIfNeeded();
    await takePicture(view.page, 'phone-trend');
  });

  it('fits again after its window was made smaller', async () => {
    const view = await open(undefined, { viewport: { width: 1920, height: 1000 } });
    await view.draw('Platform01.CPULoad');
    await takePicture(view.page, 'desktop-wide');
    for (const width of [1280, 1000, phone.width]) {
      await view.page.setViewportSize({ width, height: 800 });
      await until(patienceMs, `the page fits ${width} pixels`, async () => (await view.sidewaysOverflow()) === 0);
    }
  });

  it('works below a path of a proxy, with and without a slash at its end', async () => {
    const below = await GatewayProcess.start({ settings: ['--Gateway:Http:PathBase=/plant'] });
    try {
      for (const path of ['/plant', '/plant/']) {
        const view = await GatewayPage.open(browser, `${below.url}${path}#token=${below.token}`);
        expect(await view.value('Tank101.Level.PV')).not.toBe('');
        expect(view.watch.problems).toEqual([]);
        await view.close();
      }
    } finally {
      await below.stop();
      await below.remove();
    }
  });
});
