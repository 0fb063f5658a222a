import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing } from '../src/Browser.ts';
import { GatewayProcess } from '../src/GatewayProcess.ts';
import { type RealTab, RealTabs } from '../src/RealTabs.ts';
import { Rest } from '../src/rest.ts';
import { patienceMs, until } from '../src/waiting.ts';

const looks = 6;
const positionText = `[...document.querySelectorAll('#stream-facts dt')].find((name) => name.textContent === 'Position')?.nextElementSibling?.textContent ?? ''`;

if (browserMissing !== undefined) {
  console.warn(`SKIPPED: a tab that the browser hides is not tested, ${browserMissing}`);
}

describe.skipIf(browserMissing !== undefined)('a tab of the page that the browser hides', () => {
  let gateway: GatewayProcess;
  let browser: RealTabs;
  let rest: Rest;

  beforeAll(async () => {
    gateway = await GatewayProcess.start();
    browser = await RealTabs.launch();
    rest = new Rest(gateway.url, gateway.token);
  });

  afterAll(async () => {
    await browser.close();
    await gateway.stop();
    await gateway.remove();
  });

  /** How often the reader of the session was sent something, among a number of looks at it, one a second. */
  const sendings = async (): Promise<number> => {
    const [moments, positions] = [new Set<string>(), new Set<number>()];
    await until(patienceMs, 'looks at the reader', async () => {
      const { at, loads } = await rest.sessionReaders();
      moments.add(at);
      for (const load of loads) {
        positions.add(load.position);
      }
      return moments.size >= looks;
    });
    return positions.size;
  };
  const position = async (tab: RealTab): Promise<number> => Number(String(await tab.evaluate(positionText)).replace(/\D/g, ''));

  it('is told less, and shows the latest values without a gap when it is seen again', async () => {
    const tab = await browser.open(gateway.address);
    await until(patienceMs, 'values on the page', async () => (await position(tab)) > 0);
    expect(await tab.evaluate('document.visibilityState')).toBe('visible');
    await until(patienceMs, 'the gateway knows the reader', async () => (await rest.sessionReaders()).loads.length === 1);
    // On a busy machine there are times without.
    const seen = await until(patienceMs, 'the gateway sends between nearly all looks', async () => {
      const count = await sendings();
      return count >= looks - 1 && count;
    });

    const other = await browser.open('about:blank');
    await until(patienceMs, 'the tab is hidden', async () => (await tab.evaluate('document.visibilityState')) === 'hidden');
    // Its pace changes with the first items after that.
    await until(patienceMs, 'the gateway sends less', async () => (await sendings()) <= seen / 2);
    const reached = (await rest.status()).sessionLoads[0]?.latestSequence ?? 0;

    await tab.bringToFront();
    await until(patienceMs, 'the tab has caught up', async () => (await position(tab)) >= reached);
    expect(await tab.evaluate('document.visibilityState')).toBe('visible');
    await until(patienceMs, 'the gateway sends as much as before', async () => (await sendings()) > seen / 2);
    expect(await tab.evaluate(`document.querySelectorAll('#gaps li').length`)).toBe(0);
    expect(await other.evaluate('document.visibilityState')).toBe('hidden');
  });
});
