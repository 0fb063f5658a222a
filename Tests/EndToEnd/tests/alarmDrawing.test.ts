import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AlarmsPage } from '../src/AlarmsPage.ts';
import { browserMissing, closeBrowser, launchBrowser, takePicture } from '../src/Browser.ts';
import { flood, writeFlood } from '../src/FloodGalaxy.ts';
import { describeDrawing, type Drawing, measureDrawing } from '../src/frames.ts';
import { GatewayProcess } from '../src/GatewayProcess.ts';
import { patienceMs, until } from '../src/waiting.ts';

/** Two transitions of each alarm in this time are 500 a second. */
const periodSeconds = 20;
const rate = (2 * flood.alarms) / periodSeconds;
const soak = process.env['GATEWAY_SOAK'] === '1';
const seconds = soak ? 15 : 4;

describe.skipIf(browserMissing !== undefined)(`the alarms view with ${flood.alarms} alarms at ${rate} transitions/s`, () => {
  let directory: string;
  let gateway: GatewayProcess;
  let browser: Browser;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'gateway-flood-'));
    const galaxy = join(directory, 'flood.galaxy.json');
    await writeFlood(galaxy, periodSeconds);
    gateway = await GatewayProcess.start({
      settings: [
        '--Gateway:Demo:Enabled=false', `--Gateway:Workers:Backends:simulator:GalaxyPath=${galaxy}`, '--Gateway:Workers:Backends:simulator:ScanPeriodMs=100',
        '--Gateway:Alarms:Enabled=true', `--Gateway:Alarms:MaxRoots=${flood.alarms}`, ...flood.objects.map((name, i) => `--Gateway:Alarms:Objects:${i}=${name}`),
      ],
    });
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await closeBrowser(browser);
    await gateway.stop();
    await gateway.remove();
    await rm(directory, { recursive: true, force: true });
  });

  it('keeps drawing, with only the rows in view in the page', async () => {
    const alarms = await AlarmsPage.open(browser, gateway);
    const { page } = alarms;
    await until(patienceMs, 'all alarms stand', async () => (await page.locator('#alarm-shown').textContent()) === `${flood.alarms} alarms`);
    const before = await latest();
    const began = performance.now();
    const drawings: Drawing[] = [];
    for (const [name, place] of [['by state', ''], ['the newest first', '&sort=-raised'], ['by name', '&sort=reference']] as const) {
      await page.goto(`${gateway.url}/#view=alarms${place}`);
      await until(patienceMs, 'all alarms are listed', async () => (await page.locator('#alarm-shown').textContent()) === `${flood.alarms} alarms`);
      const drawing = await measureDrawing(page, seconds * 1_000);
      drawings.push(drawing);
      console.log(`Sorted ${name}: ${describeDrawing(drawing)}.`);
    }
    const passed = await latest() - before;
    console.log(`${((passed * 1_000) / (performance.now() - began)).toFixed(0)} transitions/s in the log.`);
    expect(passed).toBeGreaterThan(rate);
    expect(await page.locator('#alarm-rows tr').count()).toBeLessThan(60);
    for (const { perSecond } of drawings) {
      expect(perSecond).toBeGreaterThan(soak ? 55 : 3);
    }

    // Rows far below are put into the page when the user goes there.
    await page.locator('#alarm-rows tr[tabindex="0"]').focus();
    await page.keyboard.press('End');
    await until(patienceMs, 'the last alarm is there', async () => await page.locator(`#alarm-rows tr[aria-rowindex="${flood.alarms + 1}"]`).count() === 1);
    await page.locator('#alarm-text').fill('line07.a042');
    await until(patienceMs, 'one alarm is left', async () => (await alarms.names()).join() === 'Line07.A042');
    expect(alarms.view.watch.problems).toEqual([]);
    await takePicture(page, 'alarms-flood');
    await alarms.close();
  });

  it('shows all of them again when normal ones are wanted, in soak runs within a second', async () => {
    const alarms = await AlarmsPage.open(browser, gateway);
    const { page } = alarms;
    const took = await page.evaluate(async (count) => {
      // A stream with normal alarms too is a new one, with a snapshot of all alarms.
      const start = performance.now();
      document.querySelector<HTMLInputElement>('.alarm-box[data-state="normal"] input')?.click();
      const frame = (): Promise<void> => new Promise((resolve) => { requestAnimationFrame(() => { resolve(); }); });
      await frame();
      while (document.getElementById('alarm-shown')?.textContent !== `${count} alarms` && performance.now() - start < 30_000) {
        await frame();
      }
      return performance.now() - start;
    }, flood.alarms);
    console.log(`${flood.alarms} alarms were read and drawn within ${took.toFixed(0)} ms.`);
    expect(took).toBeLessThan(soak ? 1_000 : 20_000);
    await alarms.close();
  });

  async function latest(): Promise<number> {
    const response = await fetch(`${gateway.url}/api/alarms?references=Line01.A001`, { headers: { authorization: `Bearer ${gateway.token}` }, signal: AbortSignal.timeout(patienceMs) });
    return ((await response.json()) as { readonly asOf: number }).asOf;
  }
});
