import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { patienceMs, within } from './waiting.ts';

export const executable = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const artifacts = fileURLToPath(new URL('../../../artifacts/', import.meta.url));

/** The reason why there is no browser for the tests; undefined when there is one. */
export const browserMissing = existsSync(executable) ? undefined : `${executable} does not exist (Debian: apt-get install chromium).`;

export const desktop = { width: 1280, height: 800 };
export const phone = { width: 390, height: 844 };

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: executable,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
    ],
  });
}

export async function closeBrowser(browser: Browser | undefined): Promise<void> {
  if (browser !== undefined) {
    await within(patienceMs, 'the end of the browser', browser.close());
  }
}

/** Saves a screenshot of the page. */
export async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(artifacts, { recursive: true });
  await page.screenshot({ path: join(artifacts, `${name}.png`) });
}

/** Records problems of a page that are not visible: errors on its console, and requests to other origins than the gateway. */
export class PageWatch {
  readonly problems: string[] = [];

  constructor(page: Page, origin: string) {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        this.problems.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
    page.on('pageerror', (error) => { this.problems.push(`uncaught: ${error.message}`); });
    const check = (url: string): void => {
      const { protocol, host } = new URL(url);
      if (protocol !== 'data:' && host !== new URL(origin).host) {
        this.problems.push(`request to another origin: ${url}`);
      }
    };
    page.on('request', (request) => { check(request.url()); });
    page.on('websocket', (socket) => { check(socket.url()); });
  }
}
