import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boundedClient } from '../src/boundedClient.ts';
import { browserMissing, closeBrowser, launchBrowser } from '../src/Browser.ts';
import { ChaosProxy } from '../src/ChaosProxy.ts';
import { GatewayProcess } from '../src/GatewayProcess.ts';
import { Load } from '../src/load.ts';
import { PageServer } from '../src/PageServer.ts';
import { seeded } from '../src/random.ts';
import { Rest } from '../src/rest.ts';
import { patienceMs, until } from '../src/waiting.ts';

const chaosMs = process.env['GATEWAY_SOAK'] === '1' ? 60_000 : 12_000;
const tag = 'line-1';

interface Seen {
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly outOfOrder: number;
  readonly unnamed: number;
  readonly gaps: number;
  /** How often a stream began. */
  readonly starts: number;
  /** How often the browser gave up, and the page began anew. */
  readonly renewals: number;
}

interface Followed { readonly address: string; readonly token: string }

/** What the documentation tells a page to do; runs in the page. */
function follow({ address, token }: Followed): void {
  const seen = { first: 0, last: 0, count: 0, outOfOrder: 0, unnamed: 0, gaps: 0, starts: 0, renewals: 0 };
  (globalThis as unknown as { seen: typeof seen }).seen = seen;
  let last = '0';
  const start = (): void => {
    const source = new EventSource(`${address}?after=${last}&access_token=${token}`);
    source.onmessage = ({ data, lastEventId }) => {
      last = lastEventId === '' ? last : lastEventId;
      const item = JSON.parse(data as string) as { readonly kind: string; readonly events?: readonly { readonly sequence: number; readonly item?: string }[] };
      seen.starts += item.kind === 'started' ? 1 : 0;
      seen.gaps += item.kind === 'gap' ? 1 : 0;
      for (const event of item.kind === 'events' ? item.events ?? [] : []) {
        seen.outOfOrder += event.sequence === seen.last + 1 ? 0 : 1;
        seen.unnamed += event.item === undefined ? 1 : 0;
        seen.first = seen.first === 0 ? event.sequence : seen.first;
        seen.last = event.sequence;
        seen.count += 1;
      }
    };
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) {
        seen.renewals += 1;
        setTimeout(start, 500);
      }
    };
  };
  start();
}

describe.skipIf(browserMissing !== undefined)('the events of a session in a browser without any library', () => {
  const settings = ['--Gateway:Workers:EnableAdoption=true', '--Gateway:Demo:Enabled=false'];
  let server: PageServer;
  let gateway: GatewayProcess;
  let proxy: ChaosProxy;
  let browser: Browser;

  beforeAll(async () => {
    server = await PageServer.start();
    settings.push(`--Gateway:Http:AllowedOrigins:0=${server.origin}`);
    gateway = await GatewayProcess.start({ settings });
    proxy = await ChaosProxy.before(gateway.port);
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await closeBrowser(browser);
    await proxy.close();
    gateway.kill();
    await gateway.remove();
    await server.stop();
  });

  it('come exactly once although connections are cut and the gateway is killed', async () => {
    const client = boundedClient({ url: gateway.url, accessToken: gateway.token });
    try {
      const session = await client.openSession({ name: 'Watched', sessionTag: tag });
      const load = await Load.on(session, 50);
      const { token } = await new Rest(gateway.url, gateway.token).createToken({ subject: 'page', scopes: ['sessions:read'], sessionTags: [tag] });
      const page = await (await browser.newContext()).newPage();
      await page.goto(server.origin);
      await page.evaluate(follow, { address: `${proxy.url}/api/sessions/${session.sessionId}/events`, token });
      await load.setRate(500);
      await until(patienceMs, 'the first events', async () => (await seenBy(page)).count > 200);

      proxy.startCutting(seeded(1), 500, 2_500);
      const began = Date.now();
      await until(chaosMs + 5_000, 'the time with cuts', () => Date.now() - began >= chaosMs);
      proxy.stopCutting();
      const cut = await seenBy(page);
      expect(cut.starts).toBeGreaterThan(2);

      await gateway.crash();
      proxy.cut();
      gateway = await GatewayProcess.start({ port: gateway.port, directory: gateway.directory, settings });
      await until(patienceMs, 'events after the crash', async () => (await seenBy(page)).count > cut.count + 500);
      const latest = await load.stop();
      await until(patienceMs, `event ${latest}`, async () => (await seenBy(page)).last >= latest);

      const seen = await seenBy(page);
      console.log(`EventSource: ${seen.count} events, ${seen.starts} streams, ${proxy.cuts} cuts, ${seen.renewals} times given up by the browser.`);
      expect(seen).toMatchObject({ first: 1, last: latest, count: latest, outOfOrder: 0, unnamed: 0, gaps: 0 });
      await session.close();
    } finally {
      await client.close();
    }
  });

  async function seenBy(page: Page): Promise<Seen> {
    return page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
  }
});
