import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, closeBrowser, launchBrowser } from '../src/Browser.ts';
import { GatewayProcess } from '../src/GatewayProcess.ts';
import { PageServer } from '../src/PageServer.ts';
import type { SignalRGlobal } from '../src/unmodifiedClient.ts';
import { patienceMs, within } from '../src/waiting.ts';

const require = createRequire(import.meta.url);

interface Call { readonly url: string; readonly token: string; readonly transport: 'WebSockets' | 'ServerSentEvents' | 'LongPolling' | undefined }
interface Outcome { readonly limit: number | undefined; readonly kind: string | undefined; readonly error: string | undefined }

/** What an application does first, with the client as its documentation sets it up; runs in the page. */
async function connectAndStream({ url, token, transport }: Call): Promise<Outcome> {
  const { signalR } = globalThis as unknown as SignalRGlobal;
  const connection = new signalR.HubConnectionBuilder()
    .withUrl(`${url}/hubs/gateway`, { accessTokenFactory: () => token, ...(transport === undefined ? {} : { transport: signalR.HttpTransportType[transport] }) })
    .configureLogging(signalR.LogLevel.None).build();
  try {
    await connection.start();
    const { maxMessageBytes } = await connection.invoke<{ readonly maxMessageBytes: number }>('GetLimits');
    const [session] = await connection.invoke<readonly { readonly sessionId: string }[]>('ListSessions');
    const kind = await new Promise<string>((resolve, reject) => {
      connection.stream<{ readonly kind: string }>('StreamSession', session?.sessionId, {}).subscribe({
        next: (item) => { resolve(item.kind); }, error: reject, complete: () => { reject(new Error('The stream is empty.')); },
      });
    });
    await connection.stop();
    return { limit: maxMessageBytes, kind, error: undefined };
  } catch (error) {
    return { limit: undefined, kind: undefined, error: (error as Error).message };
  }
}

describe.skipIf(browserMissing !== undefined)('a page of another origin with Microsoft\'s unmodified client in Chromium', () => {
  let allowed: PageServer;
  let other: PageServer;
  let gateway: GatewayProcess;
  let browser: Browser;

  beforeAll(async () => {
    [allowed, other] = await Promise.all([PageServer.start(), PageServer.start()]);
    gateway = await GatewayProcess.start({ settings: [`--Gateway:Http:AllowedOrigins:0=${allowed.origin}`] });
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await closeBrowser(browser);
    await gateway.stop();
    await gateway.remove();
    await Promise.all([allowed.stop(), other.stop()]);
  });

  it.each([undefined, 'ServerSentEvents', 'LongPolling'] as const)('connects and streams from an allowed origin: %s', async (transport) => {
    const page = await pageOf(allowed);
    const outcome = await within(patienceMs, 'the stream', page.evaluate(connectAndStream, { url: gateway.url, token: gateway.token, transport }));
    expect(outcome).toEqual({ limit: 1024 * 1024, kind: 'started', error: undefined });
    await page.context().close();
  });

  it.each([undefined, 'ServerSentEvents', 'LongPolling'] as const)('fails from an origin that is not allowed: %s', async (transport) => {
    const page = await pageOf(other);
    const outcome = await within(patienceMs, 'the refusal', page.evaluate(connectAndStream, { url: gateway.url, token: gateway.token, transport }));
    expect(outcome.error).toContain('Failed to complete negotiation with the server');
    await page.context().close();
  });

  async function pageOf(server: PageServer): Promise<Page> {
    const page = await (await browser.newContext()).newPage();
    await page.goto(server.origin);
    await page.addScriptTag({ path: require.resolve('@microsoft/signalr/dist/browser/signalr.js') });
    return page;
  }
});
