import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { desktop, PageWatch } from './Browser.ts';
import { patienceMs, until } from './waiting.ts';

/** Makes a browser that has no shared workers, as Chromium on Android. */
export function withoutSharedWorkers(context: BrowserContext): Promise<unknown> {
  return context.addInitScript(() => { Reflect.deleteProperty(globalThis, 'SharedWorker'); });
}

/** What the table shows of one item. */
export interface ShownRow {
  readonly value: string;
  readonly quality: string;
  readonly time: string;
}

/** The gateway's page, as a user sees it. */
export class GatewayPage {
  readonly page: Page;
  readonly watch: PageWatch;

  private constructor(page: Page, watch: PageWatch) {
    this.page = page;
    this.watch = watch;
  }

  /** Opens the page for a separate user, whose browser storage is not shared, and waits until values are shown. */
  static async open(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<GatewayPage> {
    const view = await GatewayPage.visit(browser, address, options);
    await view.untilLive();
    return view;
  }

  /** Like {@link open}, but does not wait for values. */
  static async visit(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<GatewayPage> {
    return GatewayPage.openTab(await browser.newContext({ viewport: desktop, ...options }), address);
  }

  /** Like {@link open}, in a browser without shared workers: the page has a connection of its own, whose frames the test sees. */
  static async openAlone(browser: Browser, address: string): Promise<GatewayPage> {
    const view = await GatewayPage.visitAlone(browser, address);
    await view.untilLive();
    return view;
  }

  /** Like {@link openAlone}, but does not wait for values. */
  static async visitAlone(browser: Browser, address: string): Promise<GatewayPage> {
    const context = await browser.newContext({ viewport: desktop });
    await withoutSharedWorkers(context);
    return GatewayPage.openTab(context, address);
  }

  /** One more tab of a user, which does not wait for values. */
  static async openTab(context: BrowserContext, address: string): Promise<GatewayPage> {
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    const view = new GatewayPage(page, new PageWatch(page, new URL(address).origin));
    await page.goto(address);
    return view;
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  async untilLive(): Promise<void> {
    await until(patienceMs, 'the page shows named rows of a running stream', () => this.isLive());
  }

  /** Whether every row has its name and the stream runs. */
  async isLive(): Promise<boolean> {
    return (await this.page.locator('#rows tr').count()) > 0
      && (await this.names()).every((name) => name !== '' && !name.startsWith('item '))
      && (await this.fact('Status')) === 'streaming';
  }

  /** The full names of the items, in the order shown. */
  names(): Promise<string[]> {
    return this.page.locator('#rows td.item').evaluateAll((cells) => cells.map((cell) => cell.getAttribute('title') ?? ''));
  }

  row(name: string): Locator {
    return this.page.locator('#rows tr').filter({ has: this.page.getByLabel(`Write to ${name}`, { exact: true }) });
  }

  /** The value that is shown for an item; scrolls to it if necessary. */
  async value(name: string): Promise<string> {
    const row = this.row(name);
    await row.scrollIntoViewIfNeeded();
    await until(patienceMs, `${name} has a value`, async () => (await row.locator('td.time').textContent()) !== '');
    return (await row.locator('td.value').textContent()) ?? '';
  }

  /** The value that is shown for an item, as a number. */
  async number(name: string): Promise<number> {
    const text = await this.value(name);
    return text === '' ? Number.NaN : Number(text);
  }

  /** The rows that pass the filter, by name. Only rows in view are in the page, so set a filter that few rows pass. */
  async shown(): Promise<Readonly<Record<string, ShownRow>>> {
    return this.page.locator('#rows tr:not([hidden])').evaluateAll((rows) => Object.fromEntries(rows.map((row) => {
      const text = (selector: string): string => row.querySelector(selector)?.textContent ?? '';
      return [row.querySelector('td.item')?.getAttribute('title') ?? '', { value: text('td.value'), quality: text('.quality'), time: text('td.time') }];
    })));
  }

  /** The names in the list of sessions. */
  sessions(): Promise<string[]> {
    return this.page.locator('#session-list .name').allTextContents();
  }

  /** Waits until the page goes back to signing in, and returns the reason that it shows. */
  async endOfAccess(): Promise<string> {
    const reason = this.page.locator('#sign-in-reason');
    await reason.waitFor({ state: 'visible' });
    return (await reason.textContent()) ?? '';
  }

  async show(part: 'Live' | 'Overview' | 'Sessions' | 'Readers' | 'Alarms' | 'Activity' | 'Tokens' | 'Audit' | 'Settings' | 'About'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Parts of the page' }).getByRole('button', { name: part }).click();
  }

  async filter(text: string): Promise<void> {
    await this.page.locator('#filter').fill(text);
  }

  async draw(name: string): Promise<void> {
    await this.page.getByLabel(`Draw ${name}`, { exact: true }).check();
  }

  /** Whether the page shows anything that writes. */
  async offersWriting(): Promise<boolean> {
    const shown = await this.page.locator('#write-card, #add-details, #rows .row-action').evaluateAll((all) => all.filter((one) => one.checkVisibility()).length);
    return shown > 0;
  }

  /** Writes with the write box and waits for the outcome that it shows. */
  async write(name: string, value: string): Promise<string> {
    const { page } = this;
    await page.locator('#write-item').fill(name);
    await page.locator('#write-value').fill(value);
    await page.getByRole('button', { name: 'Write', exact: true }).and(page.locator('#write-form button')).click();
    return until(patienceMs, `the outcome of writing ${name}`, async () => {
      const outcome = page.locator('#write-result.outcome');
      return (await outcome.count()) > 0 ? (await outcome.textContent()) ?? undefined : undefined;
    });
  }

  /** One of the facts about the stream. */
  async fact(name: string): Promise<string> {
    const value = this.page.locator(`#stream-facts dt:text-is("${name}") + dd`);
    return (await value.count()) === 0 ? '' : (await value.textContent()) ?? '';
  }

  async position(): Promise<number> {
    return Number((await this.fact('Position')).replace(/\D/g, ''));
  }

  /** How often the stream was resumed. */
  async resumes(): Promise<number> {
    return Number.parseInt(await this.fact('Resumes'), 10);
  }

  /** What the page says about missing events; empty when there are none. */
  gaps(): Promise<string[]> {
    return this.page.locator('#gaps li').allTextContents();
  }

  /** Number of pixels by which the page is wider than its window. */
  sidewaysOverflow(): Promise<number> {
    return this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  }

  /** Number of pixels of the chart that have the colour of a series, counted from 1. */
  drawnPixels(series: number): Promise<number> {
    return this.page.evaluate((number) => {
      const canvas = document.querySelector<HTMLCanvasElement>('#trend canvas');
      // The pixels are read from a copy, because reading the chart's own canvas would change how it is drawn.
      const copy = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
      if (canvas === null || copy === null) {
        return 0;
      }
      copy.canvas.width = canvas.width;
      copy.canvas.height = canvas.height;
      copy.drawImage(canvas, 0, 0);
      const wanted = getComputedStyle(document.documentElement).getPropertyValue(`--series-${number}`).trim();
      const [red, green, blue] = [1, 3, 5].map((from) => Number.parseInt(wanted.slice(from, from + 2), 16));
      const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let i = 0; i < data.length; i += 4) {
        count += data[i] === red && data[i + 1] === green && data[i + 2] === blue && data[i + 3] === 255 ? 1 : 0;
      }
      return count;
    }, series);
  }
}
