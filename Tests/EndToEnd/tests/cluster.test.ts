import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { boundedClient } from '../src/boundedClient.ts';
import { storeVariable } from '../src/GatewayProcess.ts';
import { Output } from '../src/Output.ts';
import { freePort } from '../src/ports.ts';
import { processesWith } from '../src/processes.ts';
import { patienceMs, until, within } from '../src/waiting.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const program = join(root, 'Gateway.Web', 'bin', 'Release', 'net10.0', 'Gateway.Web.dll');
const setPoint = 'Tank101.Level.SP';
const natsIsMissing = existsSync('/usr/sbin/nats-server') ? undefined : 'nats-server is not installed';

if (natsIsMissing !== undefined) {
  console.log(`SKIPPED: npm run cluster: ${natsIsMissing}.`);
}

describe.skipIf(natsIsMissing !== undefined)('npm run cluster', () => {
  let data: string;
  let port: number;
  let cluster: ChildProcess;
  let output: Output;

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'gateway-cluster-'));
    // Three gateways and the message system between them.
    port = await freePort(4);
    cluster = spawn(process.execPath, [join(root, 'cluster.mjs'), '--no-build'], {
      env: { ...process.env, GATEWAY_PORT: String(port), GATEWAY_DATA: data, [storeVariable]: data }, stdio: ['ignore', 'pipe', 'pipe'],
    });
    output = new Output(cluster);
  });

  afterEach(async () => {
    cluster.kill('SIGKILL');
    // The worker of the demo session outlives its gateway.
    processesWith(storeVariable, data).forEach((pid) => { process.kill(pid, 'SIGKILL'); });
    await rm(data, { recursive: true, force: true, maxRetries: 20 });
  });

  it('prints three addresses that serve the same session, takes a write at an edge, and ends in order', async () => {
    await until(patienceMs, 'the three gateways', () => {
      if (cluster.exitCode !== null) {
        throw new Error(`It ended with ${cluster.exitCode}.`);
      }
      return output.text.includes('To get a token');
    }).catch((error: unknown) => { throw new Error(output.text, { cause: error }); });
    // Its output is no terminal.
    expect(output.text).not.toContain('#token=');
    const token = spawnSync('dotnet', [
      program, 'token', '--subject', 'ada', '--scopes', 'admin', `--Gateway:Store:Path=${join(data, 'cluster', 'plant', 'gateway.db')}`,
    ], { encoding: 'utf8' }).stdout.trim();
    const addresses = [0, 1, 2].map((offset) => `http://127.0.0.1:${port + offset}`);
    addresses.forEach((address) => { expect(output.text).toContain(address); });

    const clients = addresses.map((url) => boundedClient({ url, accessToken: token }));
    try {
      const [owner, edge, other] = await Promise.all(clients.map((client) =>
        until(patienceMs, 'the demo session', async () => (await client.listSessions()).find(({ name }) => name === 'Demo plant'))));
      expect([edge?.sessionId, other?.sessionId]).toEqual([owner?.sessionId, owner?.sessionId]);
      expect([owner?.node, edge?.node]).toEqual([undefined, 'plant']);
      const written = await fetch(`${addresses[1] ?? ''}/api/sessions/${owner?.sessionId ?? ''}/values`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ values: [{ item: setPoint, value: 61.5 }] }),
        signal: AbortSignal.timeout(patienceMs),
      });
      expect([written.status, await written.json()]).toMatchObject([200, { results: [{ outcome: 'written' }] }]);
      await until(patienceMs, 'the written value at the other edge', async () => {
        const read = await fetch(`${addresses[2] ?? ''}/api/sessions/${owner?.sessionId ?? ''}/values?item=${setPoint}`, { headers: { authorization: `Bearer ${token}` } });
        return (await read.json() as { readonly values: readonly { readonly value: unknown }[] }).values[0]?.value === 61.5;
      });
    } finally {
      await Promise.all(clients.map((client) => client.close()));
    }

    const ended = once(cluster, 'exit');
    cluster.kill('SIGTERM');
    await within(patienceMs, 'the end of the site', ended);
    expect(cluster.exitCode).toBe(0);
    expect(output.text).not.toMatch(/ fail: | crit: /);
  });
});
