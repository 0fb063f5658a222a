import { setTimeout as delay } from 'node:timers/promises';
import type { GatewayClient } from '@mxgateway/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boundedClient } from '../src/boundedClient.ts';
import { ChaosProxy } from '../src/ChaosProxy.ts';
import { EventLog } from '../src/EventLog.ts';
import { GatewayProcess } from '../src/GatewayProcess.ts';
import { Load } from '../src/load.ts';
import { seeded } from '../src/random.ts';
import { patienceMs, until, within } from '../src/waiting.ts';

const seconds = process.env['GATEWAY_SOAK'] === '1' ? 60 : 10;
const rate = 2_000;
const leastUses = seconds / 5;
const leastResumes = seconds / 2;

describe('a client with two addresses of one gateway, each cut and refused in turn', () => {
  let gateway: GatewayProcess;
  let proxies: readonly [ChaosProxy, ChaosProxy];
  let direct: GatewayClient;
  let client: GatewayClient;

  beforeAll(async () => {
    gateway = await GatewayProcess.start();
    proxies = [await ChaosProxy.before(gateway.port), await ChaosProxy.before(gateway.port)];
    direct = boundedClient({ url: gateway.url, accessToken: gateway.token });
    // The waits grow while no connection lives long, and a client that waits changes over seldom.
    client = boundedClient({ urls: proxies.map(({ url }) => url), accessToken: gateway.token, reconnect: { capMs: 500, stableAfterMs: 200 } });
  });

  afterAll(async () => {
    await Promise.all([client.close(), direct.close()]);
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await gateway.stop();
    await gateway.remove();
  });

  it.each([1, 2])(`has every event of ${seconds} s at ${rate} events/s exactly once and in order (seed %i)`, async (seed) => {
    const session = await direct.openSession({ name: `Two addresses ${seed}` });
    const load = await Load.on(session, 100);
    const log = new EventLog();
    const used: string[] = [];
    const unsubscribe = client.onState(({ state, address }) => {
      if (state === 'connected') {
        used.push(address);
      }
    });
    const stream = client.session(session.sessionId).events({ resumeAfter: 0 });
    const reading = log.read(stream);
    await until(patienceMs, 'the stream has begun', () => log.count > 0);
    await load.setRate(rate);

    const usesOf = ({ url }: ChaosProxy): number => used.filter((address) => address === url).length;
    const end = Date.now() + seconds * 1_000;
    // A slow machine needs longer for as much disorder.
    await disturb(seeded(seed), () => log.error !== undefined || Date.now() >= end + patienceMs
      || (Date.now() >= end && log.resumes.length > leastResumes && proxies.every((proxy) => usesOf(proxy) > leastUses)));
    const latest = await load.stop();
    await until(patienceMs, `the stream reaches event ${latest}`, () => log.error !== undefined || log.last >= latest);
    await stream.return();
    await within(patienceMs, 'the end of the stream', reading);
    unsubscribe();

    expect(log.error).toBeUndefined();
    expect(log.outOfOrder).toEqual([]);
    expect(log.gaps).toEqual([]);
    expect([log.first, log.last, log.count]).toEqual([1, latest, latest]);
    expect(latest).toBeGreaterThan(seconds * rate * 0.8);
    for (const proxy of proxies) {
      expect(usesOf(proxy)).toBeGreaterThan(leastUses);
    }
    expect(log.resumes.length).toBeGreaterThan(leastResumes);
    console.log(`Seed ${seed}: ${log.count} events, ${log.resumes.length} resumes, ${used.length} connections, ${proxies[0].refusals + proxies[1].refusals} refused.`);
    await session.close();
  });

  /** One address is refused at a time, in turn; now and then the other one is cut too, and for a moment both are refused. */
  async function disturb(random: () => number, isEnough: () => boolean): Promise<void> {
    for (let turn = 0; !isEnough(); turn += 1) {
      const [down, up] = turn % 2 === 0 ? proxies : [proxies[1], proxies[0]];
      up.accept();
      down.refuse();
      await delay(100 + random() * 500);
      if (random() < 0.3) {
        up.cut();
        await delay(random() * 200);
      }
      if (random() < 0.15) {
        up.refuse();
        await delay(random() * 300);
      }
    }
    proxies.forEach((proxy) => { proxy.accept(); });
  }
});
