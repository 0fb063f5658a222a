import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { GatewayPage } from './GatewayPage.ts';
import { patienceMs, until } from './waiting.ts';

/** The alarms view of the page, as an operator sees it. */
export class AlarmsPage {
  readonly page: Page;
  readonly view: GatewayPage;

  private constructor(view: GatewayPage) {
    this.view = view;
    this.page = view.page;
  }

  /** Opens the alarms view by its address and waits until the alarms are known. `place` has more parameters of the address. */
  static async open(browser: Browser, gateway: { readonly url: string; readonly token: string }, place = '', options: BrowserContextOptions = {}): Promise<AlarmsPage> {
    const view = await GatewayPage.visit(browser, `${gateway.url}/#token=${gateway.token}&view=alarms${place}`, options);
    const alarms = new AlarmsPage(view);
    await alarms.untilKnown();
    return alarms;
  }

  async untilKnown(): Promise<void> {
    await until(patienceMs, 'the alarms are known', async () =>
      await this.page.locator('#alarm-table').isVisible() && await this.notice() === '' && /\d/.test(await this.count('unacknowledged')));
  }

  row(reference: string): Locator {
    return this.page.locator(`#alarm-rows tr[data-key="${reference.toLowerCase()}"]`);
  }

  /** The alarms that are listed, in the order shown. Only rows in view are in the page. */
  names(): Promise<string[]> {
    return this.page.locator('#alarm-rows td.alarm-reference').evaluateAll((cells) => cells.map((cell) => cell.getAttribute('title') ?? ''));
  }

  /** A cell of a row, such as `message`. */
  async cell(reference: string, name: string): Promise<string> {
    return (await this.row(reference).locator(`td.alarm-${name}`).textContent()) ?? '';
  }

  async state(reference: string): Promise<string> {
    return (await this.row(reference).getAttribute('data-state')) ?? '';
  }

  /** What the header counts. */
  async count(state: string): Promise<string> {
    return (await this.page.locator(`#alarm-summary .alarm-count[data-state="${state}"] b`).textContent()) ?? '';
  }

  /** What the banner says; empty when there is none. */
  async notice(): Promise<string> {
    return (await this.page.locator('#alarm-notice').textContent()) ?? '';
  }

  /** The outcomes of the latest command, by alarm. */
  outcomes(): Promise<Readonly<Record<string, string>>> {
    return this.page.locator('#alarm-outcomes-list li').evaluateAll((entries) => Object.fromEntries(entries.map((entry) =>
      [entry.querySelector('.name')?.textContent ?? '', entry.querySelector('.alarm-outcome')?.textContent ?? ''])));
  }

  /** Fills in the dialog of an acknowledgement and sends it. */
  async confirm(comment: string): Promise<void> {
    await this.page.locator('#ack-comment').fill(comment);
    await this.page.locator('#ack-form button[type="submit"]').click();
  }

  close(): Promise<void> {
    return this.view.close();
  }
}
