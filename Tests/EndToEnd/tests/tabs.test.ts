import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, closeBrowser, desktop, launchBrowser } from '../src/Browser.ts';
import { ChaosProxy } from '../src/ChaosProxy.ts';
import { GatewayPage, withoutSharedWorkers } from '../src/GatewayPage.ts';
import { GatewayProcess } from '../src/GatewayProcess.ts';
import { Rest } from '../src/rest.ts';
import { patienceMs, until } from '../src/waiting.ts';

if (browserMissing !== undefined) {
  console.warn(`SKIPPED: many tabs of the page are not tested, ${browserMissing}`);
}

const count = 5;

describe.skipIf(browserMissing !== undefined)('many tabs of the page in Chromium', () => {
  let gateway: GatewayProcess;
  let proxy: ChaosProxy;
  let browser: Browser;
  let context: BrowserContext;
  let rest: Rest;

  beforeAll(async () => {
    gateway = await GatewayProcess.start();
    proxy = await ChaosProxy.before(gateway.port);
    browser = await launchBrowser();
    rest = new Rest(gateway.url, gateway.token);
  });

  afterEach(async () => {
    await context.close();
    await untilConnections(0);
  });

  afterAll(async () => {
    await closeBrowser(browser);
    await proxy.close();
    await gateway.stop();
    await gateway.remove();
  });

  /** The gateway samples once a second: only a sample of now counts. */
  const connections = async (): Promise<number> => {
    const asked = Date.now();
    return until(patienceMs, 'a status of now', async () => {
      const { at, process } = await rest.status();
      return Date.parse(at) >= asked ? process?.connections : undefined;
    });
  };
  /** A connection that was cut or closed is counted until the gateway has noticed. */
  const untilConnections = (wanted: number): Promise<boolean> => until(patienceMs, `connections: ${wanted}`, async () => (await connections()) === wanted);
  /** The streams of sessions at the gateway. */
  const readers = async (): Promise<number> => (await rest.sessionReaders()).readers.length;
  const untilOneReader = (): Promise<boolean> => until(patienceMs, 'only one stream is left', async () => (await readers()) === 1);

  /** Tabs of one user, one after another, each with values. */
  const open = async (address = gateway.address, tabs = count): Promise<GatewayPage[]> => {
    const views: GatewayPage[] = [];
    for (let i = 0; i < tabs; i += 1) {
      const view = await GatewayPage.openTab(context, address);
      await view.untilLive();
      views.push(view);
    }
    return views;
  };
  const move = async (views: readonly GatewayPage[]): Promise<void> => {
    const before = await Promise.all(views.map((view) => view.position()));
    await until(patienceMs, 'the positions move on', async () => (await Promise.all(views.map((view) => view.position()))).every((now, i) => now > (before[i] ?? 0)));
  };
  const expectNoGaps = async (views: readonly GatewayPage[]): Promise<void> => {
    for (const view of views) {
      expect(await view.gaps()).toEqual([]);
      expect(view.watch.problems).toEqual([]);
    }
  };

  it('have one connection and one stream of the session', async () => {
    context = await browser.newContext({ viewport: desktop });
    const views = await open();
    await move(views);
    await untilConnections(1);
    await untilOneReader();
    const names = await Promise.all(views.map((view) => view.names()));
    expect(names.every((some) => some.join() === names[0]?.join())).toBe(true);
    expect(await views[1]?.write('Tank101.Level.SP', '41')).toMatch(/^Written at /);
    await until(patienceMs, 'each shows what one has written', async () =>
      (await Promise.all(views.map((view) => view.number('Tank101.Level.SP')))).every((value) => value === 41));
    await expectNoGaps(views);
  });

  it('have a connection each where the browser has no shared workers', async () => {
    context = await browser.newContext({ viewport: desktop });
    await withoutSharedWorkers(context);
    const views = await open(gateway.address, 2);
    await move(views);
    await untilConnections(2);
    await expectNoGaps(views);
  });

  it('of different users do not share', async () => {
    context = await browser.newContext({ viewport: desktop });
    const { token } = await rest.createToken({ subject: 'guest', scopes: ['sessions:read'], sessionTags: ['demo'] });
    const [admin] = await open(gateway.address, 1);
    const [guest] = await open(`${gateway.url}/#token=${token}`, 1);
    await untilConnections(2);
    expect(await admin?.offersWriting()).toBe(true);
    expect(await guest?.offersWriting()).toBe(false);
  });

  it('all resume without a gap when the connection is cut, with one new one', async () => {
    context = await browser.newContext({ viewport: desktop });
    const views = await open(`${proxy.url}/#token=${gateway.token}`);
    for (const times of [1, 2]) {
      proxy.cut();
      await until(patienceMs, `each has resumed ${times} times`, async () => (await Promise.all(views.map((view) => view.resumes()))).every((resumes) => resumes >= times));
      await move(views);
    }
    await untilConnections(1);
    await untilOneReader();
    await expectNoGaps(views);
  });

  it('go on when one of them is reloaded, crashes or is closed', async () => {
    context = await browser.newContext({ viewport: desktop });
    const [reloaded, crashed, closed, ...others] = await open();
    if (reloaded === undefined || crashed === undefined || closed === undefined) {
      throw new Error('There are too few tabs.');
    }
    const before = await reloaded.position();
    await reloaded.page.reload();
    await reloaded.untilLive();
    expect(await reloaded.position()).toBeGreaterThanOrEqual(before);
    const cdp = await context.newCDPSession(crashed.page);
    void cdp.send('Page.crash').catch(() => undefined);
    await closed.page.close();
    await move([reloaded, ...others]);
    await untilConnections(1);
    await untilOneReader();
    await expectNoGaps([reloaded, ...others]);
  });

  it('are held back by no tab that is frozen, which shows the latest values afterwards', async () => {
    context = await browser.newContext({ viewport: desktop });
    const [frozen, ...others] = await open(gateway.address, 3);
    if (frozen === undefined) {
      throw new Error('There is no tab.');
    }
    const cdp = await context.newCDPSession(frozen.page);
    await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
    await move(others);
    await move(others);
    await cdp.send('Page.setWebLifecycleState', { state: 'active' });
    const reached = Math.max(...await Promise.all(others.map((view) => view.position())));
    await until(patienceMs, 'the frozen tab has caught up', async () => (await frozen.position()) >= reached);
    await expectNoGaps([frozen, ...others]);
  });

  it('that are hidden are told less, and show the latest values without a gap when they are seen again', async () => {
    context = await browser.newContext({ viewport: desktop });
    const [hidden, seen] = await open(gateway.address, 2);
    if (hidden === undefined || seen === undefined) {
      throw new Error('There are too few tabs.');
    }
    await show(hidden, 'hidden');
    // Its pace changes with the first items after that.
    await move([hidden]);
    const [tellings, others] = [new Map<number, number>(), new Set<number>()];
    await until(patienceMs, 'the hidden tab has been told a few times, and the other one much', async () => {
      const position = await hidden.position();
      tellings.set(position, tellings.get(position) ?? performance.now());
      others.add(await seen.position());
      return tellings.size >= 5 && others.size >= 12;
    });
    // The first look saw a position of any age. It is told every five seconds, and one look that came late makes one distance shorter.
    const moments = [...tellings.values()].slice(1, 5);
    const distances = moments.slice(1).map((at, i) => at - (moments[i] ?? 0)).sort((a, b) => a - b);
    expect(distances[1]).toBeGreaterThan(4_000);
    await show(hidden, 'visible');
    const reached = await seen.position();
    await until(patienceMs, 'the tab has caught up', async () => (await hidden.position()) >= reached);
    await until(patienceMs, 'both show the same', async () => {
      await Promise.all([hidden.filter('Tank101.'), seen.filter('Tank101.')]);
      const [one, other] = await Promise.all([hidden.shown(), seen.shown()]);
      expect(one).toEqual(other);
      return true;
    });
    await expectNoGaps([hidden, seen]);
    await untilOneReader();
  });

  it('all end when their token is revoked', async () => {
    context = await browser.newContext({ viewport: desktop });
    const made = await rest.createToken({ subject: 'guest', scopes: ['sessions:read'], sessionTags: ['demo'] });
    const views = await open(`${gateway.url}/#token=${made.token}`, 2);
    await rest.revokeToken(made.info.tokenId);
    expect(await Promise.all(views.map((view) => view.endOfAccess()))).toHaveLength(2);
    await untilConnections(0);
  });
});

/** Browsers in tests show every page: this is what a page sees of being hidden. */
async function show({ page }: GatewayPage, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate((visibility) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: visibility });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}
