import { setTimeout as delay } from 'node:timers/promises';
import type { GatewayClient, Session } from '@mxgateway/client';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { boundedClient } from '../src/boundedClient.ts';
import { browserMissing, launchBrowser, phone, takePicture } from '../src/Browser.ts';
import { GatewayPage } from '../src/GatewayPage.ts';
import { GatewayProcess } from '../src/GatewayProcess.ts';
import { type MadeToken, Rest } from '../src/rest.ts';
import { patienceMs, until } from '../src/waiting.ts';

if (browserMissing !== undefined) {
  console.warn(`SKIPPED: access to the page is not tested, ${browserMissing}`);
}

describe.skipIf(browserMissing !== undefined)('access to the page in Chromium', () => {
  let gateway: GatewayProcess;
  let browser: Browser;
  let admin: Rest;
  let client: GatewayClient;
  let north: Session;
  const views: GatewayPage[] = [];

  const addressFor = (token: string): string => `${gateway.url}/#token=${token}`;

  const open = async (token: string, options?: BrowserContextOptions): Promise<GatewayPage> => {
    const view = await GatewayPage.open(browser, addressFor(token), options);
    views.push(view);
    return view;
  };

  /** A page whose connection the test sees, because no worker has it. */
  const openAlone = async (token: string): Promise<GatewayPage> => {
    const view = await GatewayPage.openAlone(browser, addressFor(token));
    views.push(view);
    return view;
  };

  /** A page whose browser will rightly log failed requests: not watched. */
  const visit = async (address: string, options?: BrowserContextOptions): Promise<GatewayPage> => {
    const view = await GatewayPage.visit(browser, address, options);
    view.watch.problems.length = 0;
    unwatched.push(view);
    return view;
  };
  const unwatched: GatewayPage[] = [];

  /** A page that is live with a token that expires soon. How long a page needs for that depends on the machine. */
  const openShort = async (): Promise<GatewayPage> => {
    for (const lifetimeSeconds of [6, 20, 60]) {
      const { token } = await admin.createToken({ subject: 'short', scopes: ['sessions:read'], sessionTags: ['north'], lifetimeSeconds });
      const view = await GatewayPage.visitAlone(browser, addressFor(token));
      const came = await until(patienceMs, 'the page is live, or its token has expired before', async () =>
        (await view.isLive()) ? 'live' : (await view.page.locator('#sign-in-reason').isVisible()) && 'expired');
      if (came === 'live') {
        views.push(view);
        return view;
      }
      unwatched.push(view);
    }
    throw new Error('No page was live before its token expired.');
  };

  const viewerOf = (tag: string): Promise<MadeToken> =>
    admin.createToken({ subject: `viewer-${tag}`, label: `Viewer of ${tag}`, scopes: ['sessions:read'], sessionTags: [tag], lifetimeSeconds: 600 });

  const openSession = async (name: string, sessionTag: string, item: string): Promise<Session> => {
    const session = await client.openSession({ name, sessionTag });
    await session.subscribeBulk(await session.register('end-to-end'), [item, 'Platform01.CPULoad']);
    return session;
  };

  beforeAll(async () => {
    gateway = await GatewayProcess.start();
    browser = await launchBrowser();
    admin = new Rest(gateway.url, gateway.token);
    client = boundedClient({ url: gateway.url, accessToken: gateway.token });
    north = await openSession('North hall', 'north', 'Tank101.Level.PV');
    await openSession('South hall', 'south', 'Tank102.Level.PV');
  });

  afterEach(async () => {
    const closing = views.splice(0);
    await Promise.all([...closing, ...unwatched.splice(0)].map((view) => view.close()));
    expect(closing.flatMap((view) => view.watch.problems)).toEqual([]);
  });

  afterAll(async () => {
    await client.close();
    await browser.close();
    await gateway.stop();
    await gateway.remove();
  });

  it('shows viewers of different tags their own sessions, and revoking one\'s token ends his stream while the other\'s goes on', async () => {
    const [a, b] = await Promise.all([viewerOf('north'), viewerOf('south')]);
    const [one, two] = await Promise.all([openAlone(a.token), open(b.token)]);
    expect(await one.sessions()).toEqual(['North hall']);
    expect(await two.sessions()).toEqual(['South hall']);
    expect(await one.names()).toEqual(['Platform01.CPULoad', 'Tank101.Level.PV']);
    expect(await two.names()).toEqual(['Platform01.CPULoad', 'Tank102.Level.PV']);

    let sockets = 0;
    one.page.on('websocket', () => { sockets += 1; });
    const position = await two.position();
    const begin = performance.now();
    const [said] = await Promise.all([one.endOfAccess(), admin.revokeToken(a.info.tokenId)]);
    expect(said).toMatch(/^Your token was revoked\./);
    const tookMs = performance.now() - begin;
    console.log(`From the request to revoke to the page that says so: ${Math.round(tookMs)} ms.`);
    await takePicture(one.page, 'revoked');
    expect(await one.page.locator('#app').isVisible()).toBe(false);
    expect(await one.page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);

    await until(patienceMs, 'the other viewer\'s stream goes on', async () => (await two.position()) > position + 2);
    expect(await two.fact('Status')).toBe('streaming');
    expect(await two.resumes()).toBe(0);
    // Longer than the first waits of a client that would try again.
    await delay(1_500);
    expect(sockets).toBe(0);
  });

  it('offers a viewer neither writing nor anything else that he may not do', async () => {
    const view = await open((await viewerOf('north')).token);
    expect(await view.offersWriting()).toBe(false);
    for (const name of ['Share this session', 'Close session', 'Tokens', 'Audit']) {
      expect(await view.page.getByRole('button', { name, exact: true }).count(), name).toBe(0);
    }
    await view.page.locator('#who summary').click();
    const facts = await view.page.locator('#who-facts').innerText();
    expect(facts).toContain('viewer-north');
    expect(facts).toContain('sessions:read');
    await takePicture(view.page, 'who-am-i');
    await view.page.getByRole('button', { name: 'Sign out' }).click();
    await view.page.getByRole('heading', { name: 'Access token' }).waitFor();
    expect(await view.page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
    await view.page.reload();
    await view.page.getByRole('heading', { name: 'Access token' }).waitFor();
  });

  it('lets an admin create a token, shows it once, and revoke it', async () => {
    const view = await open(gateway.token, { permissions: ['clipboard-read', 'clipboard-write'] });
    const { page } = view;
    await view.show('Tokens');
    await page.getByLabel('Label').fill('Screen in the south hall');
    await page.getByLabel('Subject').fill('south-screen');
    await page.getByLabel('Session tags').fill('south');
    await takePicture(page, 'tokens-form');
    await page.getByRole('button', { name: 'Create token' }).click();
    const shown = page.getByLabel('The new token');
    await shown.waitFor();
    const token = await shown.inputValue();
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await until(patienceMs, 'the token is copied', () => page.evaluate(() => navigator.clipboard.readText()).then((text) => text === token));
    await takePicture(page, 'tokens-created');
    await page.getByRole('button', { name: 'Done' }).click();
    expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain(token);

    const screen = await open(token);
    expect(await screen.sessions()).toEqual(['South hall']);
    page.on('dialog', (dialog) => { void dialog.accept(); });
    await page.getByRole('button', { name: 'Revoke Screen in the south hall' }).click();
    expect(await screen.endOfAccess()).toMatch(/revoked/);
    await until(patienceMs, 'the token is not listed as active', async () =>
      (await page.getByRole('button', { name: 'Revoke Screen in the south hall' }).count()) === 0);
    await page.getByLabel('Active only').uncheck();
    await until(patienceMs, 'the token is listed as revoked', async () =>
      (await page.locator('#tokens-rows tr').filter({ hasText: 'Screen in the south hall' }).first().innerText()).includes('revoked'));

    await view.show('Audit');
    await until(patienceMs, 'the trail tells of it', async () => (await page.locator('#audit-rows').innerText()).includes('token.revoked'));
    await takePicture(page, 'audit');
    await view.show('Live');
    await view.untilLive();
  });

  it('says what is missing in the form for a token', async () => {
    const view = await open(gateway.token);
    await view.show('Tokens');
    await view.page.getByLabel('See sessions and their values').uncheck();
    await view.page.getByRole('button', { name: 'Create token' }).click();
    await until(patienceMs, 'the form says so', async () =>
      (await view.page.locator('#token-create-problem').textContent()) === 'Tick at least one thing that the token may do.');
  });

  it('gives a session\'s owner a link that opens this session and no other, for reading', async () => {
    const owner = await admin.createToken({
      subject: 'ada', scopes: ['sessions:read', 'sessions:write', 'sessions:open'], sessionTags: ['south'], lifetimeSeconds: 600,
    });
    const ada = boundedClient({ url: gateway.url, accessToken: owner.token });
    const own = await ada.openSession({ name: 'Ada\'s own' });
    await own.subscribeBulk(await own.register('end-to-end'), ['Tank101.Level.SP', 'Platform01.CPULoad']);
    try {
      const view = await open(owner.token);
      const { page } = view;
      const share = page.getByRole('button', { name: 'Share this session' });
      await page.locator('#session-list').getByText('South hall').click();
      await until(patienceMs, 'what is not his is not his to share', async () => (await share.count()) === 0);
      await page.locator('#session-list').getByText('Ada\'s own').click();
      await share.click();
      await page.getByRole('button', { name: 'Make a link' }).click();
      const link = page.getByLabel('Link', { exact: true });
      await link.waitFor();
      const address = await link.inputValue();
      expect(address.startsWith(`${gateway.url}/#token=`)).toBe(true);
      await takePicture(page, 'share');

      const guest = await GatewayPage.open(browser, address);
      views.push(guest);
      expect(guest.page.url()).toBe(`${gateway.url}/`);
      expect(await guest.sessions()).toEqual(['Ada\'s own']);
      expect(await guest.offersWriting()).toBe(false);
      expect(await guest.page.getByRole('button', { name: 'Share this session' }).count()).toBe(0);

      await page.getByRole('button', { name: 'Close', exact: true }).click();
      await view.show('Tokens');
      expect(await page.getByRole('heading', { name: 'Create a token' }).count()).toBe(0);
      page.on('dialog', (dialog) => { void dialog.accept(); });
      await page.getByRole('button', { name: 'Revoke Link to Ada\'s own' }).click();
      expect(await guest.endOfAccess()).toMatch(/revoked/);
    } finally {
      await client.session(own.sessionId).close();
      await ada.close();
    }
  });

  it('says that a token has expired when it does, and does not try again', async () => {
    const view = await openShort();
    let sockets = 0;
    view.page.on('websocket', () => { sockets += 1; });
    expect(await view.endOfAccess()).toMatch(/^Your token has expired\./);
    await delay(1_500);
    expect(sockets).toBe(0);
  });

  it('goes back to signing in with a token that is not valid', async () => {
    const view = await visit(addressFor('not.a.token'));
    expect(await view.endOfAccess()).toMatch(/^Your token is not valid here/);
    expect(await view.page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
  });

  it.each([
    { what: 'a wrong password', status: 401, body: { code: 'Unauthenticated', detail: 'No.' }, says: 'The sign-in failed. Check the user name and the password.' },
    { what: 'too many attempts', status: 429, body: { code: 'TooManyInvocations', retryAfterMs: 20_000 }, says: 'Too many attempts. Try again in 20 seconds.' },
    { what: 'a gateway without log-in', status: 404, body: {}, says: 'Log-in is not set up on this gateway: paste a token instead.' },
    { what: 'a gateway out of reach', status: 0, body: {}, says: 'The gateway cannot be reached. Check the network and try again.' },
  ])('words $what kindly', async ({ status, body, says }) => {
    const { page } = await visit(gateway.url);
    await page.route('**/api/login', (route) =>
      route.request().method() === 'GET' ? route.fulfill({ json: { password: true } })
        : status === 0 ? route.abort() : route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify(body) }));
    await page.reload();
    await page.getByLabel('User').fill('ada');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await until(patienceMs, 'the page says why', async () => (await page.locator('#login-error').textContent()) === says);
    expect(await page.getByLabel('Password').inputValue()).toBe('');
  });

  it('signs in with the token that log-in gives, and keeps the password and the token out of the address', async () => {
    const { page } = await visit(gateway.url);
    await page.route('**/api/login', (route) => route.fulfill({ json: route.request().method() === 'GET' ? { password: true } : { token: gateway.token } }));
    await page.reload();
    await page.getByLabel('Password').waitFor();
    await takePicture(page, 'sign-in');
    await page.getByLabel('User').fill('ada');
    await page.getByLabel('Password').fill('right');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('#who').waitFor();
    await page.locator('#rows tr').first().waitFor();
    expect(page.url()).toBe(`${gateway.url}/`);
  });

  it('fits a phone without sideways scrolling, and shows the dark side too', async () => {
    const view = await open(gateway.token, { viewport: phone, isMobile: true, hasTouch: true, deviceScaleFactor: 2, colorScheme: 'dark' });
    await admin.createToken({ subject: 'somebody with a long name@plant.example', label: 'A label that is longer than others', scopes: ['sessions:read', 'sessions:write'], sessionId: north.sessionId });
    await view.page.locator('#who summary').click();
    await takePicture(view.page, 'phone-who');
    await view.page.keyboard.press('Escape');
    for (const part of ['Activity', 'Tokens', 'Audit', 'Live'] as const) {
      await view.show(part);
      await view.page.waitForTimeout(300);
      await takePicture(view.page, `phone-${part.toLowerCase()}`);
      expect(await view.sidewaysOverflow(), part).toBe(0);
    }
    await view.show('Tokens');
    await view.page.locator('#create-title').scrollIntoViewIfNeeded();
    await takePicture(view.page, 'phone-token-form');
    await view.page.locator('#who summary').click();
    await view.page.getByRole('button', { name: 'Sign out' }).click();
    // This gateway does not accept passwords, so the page must not ask for one.
    await view.page.getByRole('heading', { name: 'Access token' }).waitFor();
    await view.page.locator('#login-form').waitFor({ state: 'hidden' });
    await takePicture(view.page, 'phone-sign-in');
    expect(await view.sidewaysOverflow()).toBe(0);
  });
});
