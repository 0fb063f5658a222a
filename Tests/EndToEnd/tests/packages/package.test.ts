import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, closeBrowser, launchBrowser } from '../../src/Browser.ts';
import { BuiltPage } from '../../src/BuiltPage.ts';
import { exampleOf, FreshProject } from '../../src/FreshProject.ts';
import { GatewayProcess } from '../../src/GatewayProcess.ts';
import { registryMissing } from '../../src/registry.ts';
import { Rest } from '../../src/rest.ts';
import { patienceMs, until } from '../../src/waiting.ts';

const offline = registryMissing();
const noPage = offline ?? browserMissing;
if (noPage !== undefined) {
  console.log(`SKIPPED: tests that install the npm package: ${noPage}`);
}

describe.skipIf(offline !== undefined)('the npm package in a fresh Node program', () => {
  it('compiles with strict and nodenext, opens a session and reads a value', async () => {
    const project = await FreshProject.create('node');
    const gateway = await GatewayProcess.start();
    try {
      await project.run('npx', ['tsc', '-p', '.']);
      const printed = await project.run('node', ['out/main.js', gateway.url, gateway.token]);
      const read = JSON.parse(printed) as { readonly value: unknown; readonly quality: number };
      expect(typeof read.value).toBe('number');
      expect(read.quality).toBe(192);
    } finally {
      await gateway.stop();
      await gateway.remove();
      await project.remove();
    }
  });
});

describe.skipIf(noPage !== undefined)('the npm package in a fresh Vite page with React', () => {
  let project: FreshProject;
  let page: BuiltPage;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    project = await FreshProject.create('vite');
    await writeFile(join(project.directory, 'src', 'useValues.ts'), await exampleOf('tsx'));
    page = await BuiltPage.start(join(project.directory, 'dist'), () => gateway.url);
    gateway = await GatewayProcess.start({ settings: [`--Gateway:Http:AllowedOrigins:0=${page.origin}`] });
  });

  afterAll(async () => {
    await page.stop();
    await gateway.stop();
    await gateway.remove();
    await project.remove();
  });

  it('compiles the README\'s hook with strict and the resolution of bundlers', async () => {
    await project.run('npx', ['tsc', '-p', '.']);
  });

  // Only React's development build runs the effects twice.
  it.each(['development', 'production'])('shows live values under a strict policy and Trusted Types, and two tabs share a connection: %s', async (mode) => {
    await project.run('npx', ['vite', 'build', '--mode', mode], { NODE_ENV: mode });
    const browser = await launchBrowser();
    try {
      const context = await browser.newContext();
      const tab = await context.newPage();
      const problems: string[] = [];
      tab.on('pageerror', (error) => { problems.push(error.message); });
      tab.on('console', (message) => { if (message.type() === 'error') { problems.push(message.text()); } });
      await tab.goto(`${page.origin}/#${gateway.url},${gateway.token}`);
      const output = tab.locator('output:not([data-count="0"])');
      await output.waitFor({ timeout: patienceMs });
      const first = await output.textContent();
      await tab.locator('output').filter({ hasNotText: first ?? '' }).waitFor({ timeout: patienceMs });
      expect(await output.getAttribute('data-problem')).toBeNull();
      const other = await context.newPage();
      await other.goto(tab.url());
      await other.locator('output:not([data-count="0"])').waitFor({ timeout: patienceMs });
      // The gateway counts a connection that was closed until it has noticed, and samples once a second.
      await until(patienceMs, 'one connection is left', async () => {
        const asked = Date.now();
        const { at, process } = await new Rest(gateway.url, gateway.token).status();
        return Date.parse(at) >= asked && process?.connections === 1;
      });
      expect(problems).toEqual([]);
    } finally {
      await closeBrowser(browser);
    }
  });
});
