import { GatewayError, type GatewayClient, type Session } from '@mxgateway/client';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { boundedClient } from '../src/boundedClient.ts';
import { browserMissing, closeBrowser, launchBrowser } from '../src/Browser.ts';
import { GatewayPage } from '../src/GatewayPage.ts';
import { GatewayProcess } from '../src/GatewayProcess.ts';
import { Rest } from '../src/rest.ts';
import { patienceMs, until, within } from '../src/waiting.ts';

if (browserMissing !== undefined) {
  console.warn(`SKIPPED: the actions of an operator are not tested, ${browserMissing}`);
}

describe.skipIf(browserMissing !== undefined)('what an operator does on the page', () => {
  let gateway: GatewayProcess;
  let browser: Browser;
  let client: GatewayClient;
  const views: GatewayPage[] = [];

  const open = async (place: string, token = gateway.token): Promise<GatewayPage> => {
    const view = await GatewayPage.visit(browser, `${gateway.url}/#token=${token}&${place}`);
    views.push(view);
    return view;
  };
  const tokenOf = async (subject: string, ...scopes: string[]): Promise<string> => (await new Rest(gateway.url, gateway.token).createToken({ subject, scopes })).token;
  const opened = async (name: string): Promise<Session> => client.openSession({ name });

  beforeAll(async () => {
    gateway = await GatewayProcess.start();
    browser = await launchBrowser();
    client = boundedClient({ url: gateway.url, accessToken: gateway.token });
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

  it('ends a reader, whose client is told the reason', async () => {
    const session = await opened('Read by a program');
    const reader = boundedClient({ url: gateway.url, accessToken: await tokenOf('historian', 'sessions:read', 'sessions:all') });
    const stream = reader.session(session.sessionId).events();
    await within(patienceMs, 'the first item', stream.next());
    const { page } = await open('view=readers&q=historian');
    page.on('dialog', (dialog) => { void dialog.accept('It reads too much.'); });
    await page.locator('#reader-table-rows').getByRole('button', { name: 'historian' }).click();
    expect(await page.locator('#reader-detail').innerText()).toContain('Read by a program');
    await page.getByRole('button', { name: 'End this reader' }).click();
    const end = await within(patienceMs, 'the end of the stream', (async () => {
      try {
        for (;;) {
          const { done } = await stream.next();
          if (done === true) {
            return undefined;
          }
        }
      } catch (error) {
        return error;
      }
    })());
    expect(end).toBeInstanceOf(GatewayError);
    expect(end).toMatchObject({ code: 'StreamEnded' });
    expect((end as GatewayError).message).toMatch(/ ended the stream: It reads too much\.$/);
    await until(patienceMs, 'the timeline has the end', async () => (await page.locator('#timeline-entries').innerText()).includes('Reader was ended'));
    await reader.close();
    await session.close();
  });

  it('ends another page, which shows the reason, and a reader of the change feed, which has a row too', async () => {
    const session = await opened('Watched');
    const guest = await open(`session=${session.sessionId}`, await tokenOf('guest', 'sessions:read', 'sessions:all', 'feed:read'));
    await until(patienceMs, 'the guest sees the session', async () => (await guest.page.locator('#values-title').textContent()) === 'Watched');
    const { page } = await open('view=readers&q=guest');
    page.on('dialog', (dialog) => { void dialog.accept('Maintenance at noon.'); });
    const rows = page.locator('#reader-table-rows tr');
    await until(patienceMs, 'both readers have rows', async () => {
      const texts = await rows.allInnerTexts();
      return texts.some((text) => text.includes('observer')) && texts.some((text) => text.includes('the change feed'));
    });
    await rows.filter({ hasText: 'observer' }).getByRole('button').click();
    await page.getByRole('button', { name: 'End this reader' }).click();
    await until(patienceMs, 'the guest is told', async () => (await guest.page.locator('#banner').innerText()).includes('Maintenance at noon.'));
    await rows.filter({ hasText: 'the change feed' }).getByRole('button').click();
    await until(patienceMs, 'the timeline of the reader of the feed', async () => (await page.locator('#timeline-entries').innerText()).includes('Reader began'));
    await page.getByRole('button', { name: 'End this reader' }).click();
    await until(patienceMs, 'its end', async () => (await page.locator('#timeline-entries').innerText()).includes('Reader was ended'));
    await guest.show('Activity');
    await until(patienceMs, 'the guest is told there too', async () => (await guest.page.locator('#activity-problem').innerText()).includes('Maintenance at noon.'));
    await session.close();
  });

  it('has a session traced, of which the change feed tells', async () => {
    const session = await opened('Traced');
    const view = await open(`view=sessions&of=session:${session.sessionId}`);
    const { page } = view;
    await page.getByRole('button', { name: 'Log everything for 10 minutes' }).click();
    await until(patienceMs, 'the page says until when', async () => /^Until \d\d:\d\d:\d\d /.test(await page.locator('#timeline-result').innerText()));
    await until(patienceMs, 'the timeline has it', async () => (await page.locator('#timeline-entries').innerText()).includes('Written to the log too'));
    await view.show('Activity');
    const change = page.locator('#activity-list li').filter({ hasText: 'written to the log' }).filter({ hasText: 'Traced' });
    await change.waitFor();
    await session.close();
  });

  it.each(['Close session', 'Kill session'])('does "%s" after a question, and the session is gone', async (action) => {
    const session = await opened('Doomed');
    const { page } = await open(`view=sessions&of=session:${session.sessionId}`);
    const questions: string[] = [];
    page.on('dialog', (dialog) => {
      questions.push(dialog.message());
      void dialog.accept();
    });
    await page.getByRole('button', { name: action }).click();
    await until(patienceMs, 'the session is gone', async () => !(await page.locator('#session-table-rows').innerText()).includes('Doomed'));
    expect(questions).toHaveLength(1);
    await until(patienceMs, 'its timeline stays', async () => (await page.locator('#timeline-entries').innerText()).includes('Session closed'));
    expect(await page.locator('#timeline-actions').isVisible()).toBe(false);
    await expect(session.info()).rejects.toMatchObject({ code: 'SessionNotFound' });
  });

  it('offers none of it to a viewer, who sees the session and its readers of its own', async () => {
    const session = await opened('Only seen');
    const viewer = await open(`view=sessions&of=session:${session.sessionId}`, await tokenOf('viewer', 'sessions:read', 'sessions:all'));
    const { page } = viewer;
    await page.locator('#session-detail-title', { hasText: 'Only seen' }).waitFor();
    await until(patienceMs, 'the timeline', async () => (await page.locator('#timeline-entries').innerText()).includes('Session ready'));
    expect(await page.locator('#timeline-actions button').count()).toBe(0);
    await viewer.show('Readers');
    const row = page.locator('#reader-table-rows tr').filter({ hasText: 'viewer' }).first();
    await row.getByRole('button').click();
    await until(patienceMs, 'the timeline of the reader', async () => (await page.locator('#timeline-entries').innerText()).includes('Reader began'));
    expect(await page.locator('#timeline-actions button').count()).toBe(0);
    expect(await page.locator('#view-settings').isVisible()).toBe(false);
    expect(await page.locator('#view-about').isVisible()).toBe(false);
    await session.close();
  });
});
