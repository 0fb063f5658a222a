import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { GatewayClient, Session } from '@mxgateway/client';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { boundedClient } from '../src/boundedClient.ts';
import { browserMissing, closeBrowser, launchBrowser, takePicture } from '../src/Browser.ts';
import { GatewayPage } from '../src/GatewayPage.ts';
import { GatewayProcess } from '../src/GatewayProcess.ts';
import { patienceMs, until, within } from '../src/waiting.ts';

const widths = [['wide', 1440, 900], ['middle', 1024, 768], ['phone', 390, 844]] as const;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

if (browserMissing !== undefined) {
  console.warn(`SKIPPED: the parts of the page are not tested, ${browserMissing}`);
}

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly help: string; readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[] }[];
}

/** What is hard or impossible to use with a keyboard or a screen reader, or hard to see. */
async function barriersOf(page: Page): Promise<readonly string[]> {
  // The page's content security policy does not apply to what a test evaluates.
  await page.evaluate(axe);
  const result = await page.evaluate<AxeResult>('axe.run(document, { resultTypes: ["violations"] })');
  return result.violations.flatMap(({ id, help, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html.slice(0, 200)} ${failureSummary?.split('\n')[1] ?? ''}`));
}

describe.skipIf(browserMissing !== undefined)('the parts of the page', () => {
  let gateway: GatewayProcess;
  let browser: Browser;
  let client: GatewayClient;
  let demo: Session;
  const views: GatewayPage[] = [];

  beforeAll(async () => {
    gateway = await GatewayProcess.start({
      settings: [
        '--Gateway:Alarms:Enabled=true', '--Gateway:Alarms:Objects:0=Tank101', '--Gateway:Sessions:MaxSessions=40',
        // The overview has a finding for as long as the faulted session is kept.
        '--Gateway:Sessions:FaultRetentionSeconds=3600',
      ],
    });
    browser = await launchBrowser();
    client = boundedClient({ url: gateway.url, accessToken: gateway.token });
    const found = (await client.listSessions()).find(({ name }) => name === 'Demo plant');
    demo = client.session(found?.sessionId ?? expect.fail('The gateway has no demo session.'));
    await within(patienceMs, 'another session', client.openSession({ name: 'Hall 3, packing', clientIdentity: 'Historian 2' }));
    const doomed = await client.openSession({ name: 'Boiler house with a long name that has to break somewhere', sessionTag: 'utilities' });
    process.kill((await doomed.info()).workerProcessId ?? expect.fail('no worker'), 'SIGKILL');
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

  it.each([
    ['live', '', '#rows tr'],
    ['overview', 'view=overview', '#findings li'],
    ['sessions', 'view=sessions', '#session-table-rows tr'],
    ['session', 'view=sessions&of=session:DEMO', '#timeline-entries li'],
    ['readers', 'view=readers', '#reader-table-rows tr'],
    ['alarms', 'view=alarms', '#alarm-shown'],
    ['activity', 'view=activity', '#activity-list li'],
    ['tokens', 'view=tokens', '#tokens-rows tr'],
    ['audit', 'view=audit', '#audit-rows tr'],
    ['settings', 'view=settings&all=yes', '#settings-rows tr'],
    ['about', 'view=about', '#packages-rows tr'],
  ])('%s fits three widths in light and dark, has no barriers, and is there again after a reload', async (name, place, content) => {
    const address = `${gateway.url}/#token=${gateway.token}&${place.replace('DEMO', demo.sessionId)}`;
    for (const colorScheme of ['light', 'dark'] as const) {
      const view = await GatewayPage.visit(browser, address, { colorScheme });
      views.push(view);
      const { page } = view;
      await page.locator(content).first().waitFor();
      for (const [width, wide, high] of widths) {
        await page.setViewportSize({ width: wide, height: high });
        await until(patienceMs, `${name} fits ${wide} pixels`, async () => (await view.sidewaysOverflow()) === 0);
        await takePicture(page, `view-${name}-${width}-${colorScheme}`);
        expect(await barriersOf(page)).toEqual([]);
      }
      const hash = new URL(page.url()).hash;
      await page.reload();
      await page.locator(content).first().waitFor();
      expect(new URL(page.url()).hash).toBe(hash);
    }
  });

  it('shows the settings that differ from their default, with where they were set and no secret, and all on demand', async () => {
    const view = await GatewayPage.visit(browser, `${gateway.address}&view=settings`);
    views.push(view);
    const rows = view.page.locator('#settings-rows tr');
    const limit = rows.filter({ hasText: 'Gateway:Sessions:MaxSessions' });
    await limit.waitFor();
    expect(await limit.innerText()).toMatch(/40[\s\S]*command line[\s\S]*a restart/);
    expect(await rows.filter({ hasText: 'Gateway:ItemSets:ItemsPerSet' }).count()).toBe(0);
    await view.page.locator('#settings-all').check();
    await rows.filter({ hasText: 'Gateway:ItemSets:ItemsPerSet' }).waitFor();
    await until(patienceMs, 'the address has the choice', () => Promise.resolve(new URL(view.page.url()).hash.includes('all=yes')));
  });

  it('sorts, filters and reduces a table by keyboard, and the address has all of it', async () => {
    const view = await GatewayPage.visit(browser, `${gateway.address}&view=sessions`);
    views.push(view);
    const { page } = view;
    const names = page.locator('#session-table-rows th');
    await until(patienceMs, 'the sessions', async () => (await names.count()) >= 3);
    await page.locator('#session-table-head').getByRole('button', { name: 'Items' }).press('Enter');
    await until(patienceMs, 'the greatest number first', async () => (await names.first().innerText()) === 'Demo plant');
    expect(await page.locator('#session-table-head th[aria-sort]').getAttribute('aria-sort')).toBe('descending');
    await names.first().getByRole('button').press('ArrowDown');
    expect(await names.nth(1).getByRole('button').evaluate((button) => button === document.activeElement)).toBe(true);
    await page.locator('#session-table-tools summary').press('Enter');
    await page.locator('#session-table-tools').getByLabel('Owner').uncheck();
    await page.locator('#session-table-tools').getByLabel('Correlation id').check();
    await page.keyboard.press('Escape');
    await page.locator('#session-table-filter').fill('plant demo');
    await until(patienceMs, 'the filter', async () => (await names.allInnerTexts()).join() === 'Demo plant');
    const shared = page.url();
    expect(shared).toContain('sort=-items');
    await page.reload();
    await until(patienceMs, 'the same after a reload', async () => (await names.allInnerTexts()).join() === 'Demo plant');
    expect(await page.getByRole('columnheader', { name: 'Correlation id' }).isVisible()).toBe(true);
    expect(await page.getByRole('columnheader', { name: 'Owner' }).isVisible()).toBe(false);
    expect(page.url()).toBe(shared);
    const [file] = await Promise.all([page.waitForEvent('download'), page.locator('#session-table-tools').getByRole('button', { name: 'Save as CSV' }).click()]);
    expect(file.suggestedFilename()).toMatch(/^sessions-\d{8}T\d{6}Z\.csv$/);
    const [head, row, end] = readFileSync(await file.path(), 'utf8').split('\r\n');
    expect(head).toMatch(/^\uFEFFSession,State,.*,Correlation id$/);
    expect(row).toMatch(/^Demo plant,ready,/);
    expect(end).toBe('');
  });

  it('keeps sets of items for the user, and a link to a set shows the same to somebody who does not have it', async () => {
    const view = await GatewayPage.open(browser, gateway.address);
    views.push(view);
    const { page } = view;
    page.on('dialog', (dialog) => { void dialog.accept(); });
    await view.filter('tank101 level');
    // Drawn with the next frame.
    const shown = await until(patienceMs, 'the items that pass the filter alone are shown', async () => {
      const names = await view.names();
      return names.length > 0 && names.every((name) => /^tank101\..*level/i.test(name)) ? names : undefined;
    });
    // The list that the menu asks for when it opens is from before the save, and comes after the one that is read behind it.
    const saved = new EventEmitter();
    await page.route('**/api/item-sets', async (route) => {
      await once(saved, 'shown');
      await route.fulfill({ json: { sets: [] } });
    }, { times: 1 });
    const late = page.waitForRequest('**/api/item-sets');
    await page.locator('#live-tools summary', { hasText: 'Sets' }).click();
    const menu = page.locator('.set-card');
    await menu.getByLabel('Name of the set').fill('Night shift');
    await menu.getByRole('button', { name: 'Save what is shown' }).click();
    await menu.getByRole('button', { name: 'Night shift', exact: true }).waitFor();
    saved.emit('shown');
    await (await (await late).response())?.finished();
    const [file] = await Promise.all([page.waitForEvent('download'), menu.getByRole('button', { name: 'Save as file' }).click()]);
    const path = await file.path();
    await menu.getByRole('button', { name: 'Delete Night shift' }).click();
    await until(patienceMs, 'the set is deleted', async () => (await menu.locator('.set-list').innerText()).includes('none yet'));
    await menu.locator('input[type=file]').setInputFiles({ name: 'sets.json', mimeType: 'application/json', buffer: readFileSync(path) });
    await menu.getByRole('button', { name: 'Night shift', exact: true }).click();
    await view.filter('');
    await until(patienceMs, 'the set alone is shown', async () => (await view.names()).join() === shown.join());
    await page.reload();
    await until(patienceMs, 'the set after a reload', async () => (await view.names()).join() === shown.join());
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.locator('#live-tools').getByRole('button', { name: 'Copy link' }).click();
    await page.locator('#live-tools').getByRole('button', { name: 'Copied' }).waitFor();
    const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
    expect(link.hash).not.toContain('token');
    const other = await GatewayPage.visit(browser, `${gateway.url}/#token=${gateway.token}&${link.hash.slice(1)}`);
    views.push(other);
    await until(patienceMs, 'the same items for the other', async () => (await other.names()).join() === shown.join());
    const [values] = await Promise.all([page.waitForEvent('download'), page.locator('#live-tools').getByRole('button', { name: 'Save as CSV' }).click()]);
    const lines = readFileSync(await values.path(), 'utf8').split('\r\n');
    expect(lines[0]).toBe('\uFEFFItem,Value,Quality,Source time');
    expect(lines).toHaveLength(shown.length + 2);
    expect(lines[1]).toMatch(/,\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('completes references while one types, and lists areas, objects and items', async ({ skip }) => {
    const asked = await fetch(`${gateway.url}/api/items?session=${demo.sessionId}`, { headers: { authorization: `Bearer ${gateway.token}` }, signal: AbortSignal.timeout(patienceMs) });
    skip(asked.status === 404, 'This gateway does not say what its sources know.');
    const view = await GatewayPage.open(browser, gateway.address);
    views.push(view);
    const { page } = view;
    await page.locator('#add-details summary').click();
    const box = page.getByRole('combobox', { name: 'Find items' });
    const options = page.locator('#finder-list li');
    await box.fill('tank101 level.pv');
    await until(patienceMs, 'items of the tank', async () => (await options.allInnerTexts()).some((text) => text.includes('Tank101.Level.PV')));
    await box.press('ArrowDown');
    await box.press('Enter');
    const first = await options.first().locator('.name').innerText();
    expect(await page.locator('#references').inputValue()).toBe(first.replace(/^✓ /, ''));
    expect(await options.first().getAttribute('aria-selected')).toBe('true');
    expect(await barriersOf(page)).toEqual([]);
    await takePicture(page, 'finder-words');
    await box.press('Enter');
    expect(await page.locator('#references').inputValue()).toBe('');
    await box.fill('');
    await until(patienceMs, 'the areas', async () => (await options.first().getAttribute('data-level')) === 'area');
    await options.filter({ hasText: 'Plant' }).first().click();
    await until(patienceMs, 'the objects of the area', async () => (await options.first().getAttribute('data-level')) === 'object');
    await options.filter({ hasText: 'Tank101' }).first().click();
    await until(patienceMs, 'the items of the object', async () => (await options.first().getAttribute('data-level')) === 'item');
    await takePicture(page, 'finder-object');
    await box.press('Backspace');
    await until(patienceMs, 'back in the area', async () => (await options.first().getAttribute('data-level')) === 'object');
  });
});
