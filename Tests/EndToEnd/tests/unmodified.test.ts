import { readFile } from 'node:fs/promises';
import { type HubConnection, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import type { HubProtocolName } from '@mxgateway/client';
import type { EventRow, MxEvent } from '@mxgateway/client/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boundedClient } from '../src/boundedClient.ts';
import { ChaosProxy } from '../src/ChaosProxy.ts';
import { GatewayProcess } from '../src/GatewayProcess.ts';
import { Load } from '../src/load.ts';
import { readSession } from '../src/readSession.ts';
import { patienceMs, until, within } from '../src/waiting.ts';

const page = new URL('../../../Gateway.Web/Docs/microsoft-clients.md', import.meta.url);

describe('what the documents offer to users of Microsoft\'s packages', () => {
  let gateway: GatewayProcess;
  let proxies: readonly [ChaosProxy, ChaosProxy];

  beforeAll(async () => {
    gateway = await GatewayProcess.start();
    proxies = [await ChaosProxy.before(gateway.port), await ChaosProxy.before(gateway.port)];
  });

  afterAll(async () => {
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await gateway.stop();
    await gateway.remove();
  });

  it.each<HubProtocolName>(['json', 'messagepack'])('reads every event once and in order although each address is cut and refused in turn: %s', async (protocol) => {
    const client = boundedClient({ url: gateway.url, accessToken: gateway.token });
    const session = await client.openSession({ name: `unmodified ${protocol}` });
    const load = await Load.on(session, 100);
    const connections = proxies.map(({ url }) => connect(url, gateway.token, protocol));
    const sequences: number[] = [];
    const counts = { started: 0, gap: 0 };
    let position = 0;
    const reading = readSession(connections, session.sessionId, { sequence: 0 }, (item, after) => {
      if (item.kind === 'events') {
        sequences.push(...item.events.map(sequenceOf));
      } else if (item.kind === 'started' || item.kind === 'gap') {
        counts[item.kind] += 1;
      }
      position = after.sequence ?? 0;
    });
    await load.setRate(1_000);
    for (const cut of [1, 2, 3]) {
      const before = position;
      await until(patienceMs, `events after cut ${cut - 1}`, () => counts.started >= cut && position > before + 100);
      const [down, up] = cut % 2 === 1 ? proxies : [proxies[1], proxies[0]];
      up.accept();
      down.refuse();
    }
    const latest = await load.stop();
    await until(patienceMs, `the reader reaches event ${latest}`, () => position >= latest);
    await session.close();
    await within(patienceMs, 'the end of the closed session\'s stream', reading);
    await Promise.all(connections.map((connection) => connection.stop()));
    proxies.forEach((proxy) => { proxy.accept(); });
    await client.close();

    expect(counts.started).toBeGreaterThanOrEqual(4);
    expect(counts.gap).toBe(0);
    expect(sequences).toEqual(Array.from({ length: latest }, (_, i) => i + 1));
  });

  it.each([
    ['../src/readSession.ts', 'typescript'], ['../../UnmodifiedClient/SessionReader.cs', 'cs'],
  ])('is the code that these tests run: %s', async (file, language) => {
    const source = await readFile(new URL(file, import.meta.url), 'utf8');
    const [, rule = 'nothing'] = /\/\/ <resume>\n([^]*?)\s*\/\/ <\/resume>/.exec(source) ?? [];
    const indent = /^ */.exec(rule)?.[0] ?? '';
    const text = rule.split('\n').map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).join('\n');
    expect(await readFile(page, 'utf8')).toContain(`\`\`\`${language}\n${text}\n\`\`\``);
  });
});

function sequenceOf(event: MxEvent | EventRow): number {
  return 'sequence' in event ? event.sequence : event[0];
}

function connect(url: string, token: string, protocol: HubProtocolName): HubConnection {
  const builder = new HubConnectionBuilder().withUrl(`${url}/hubs/gateway`, { accessTokenFactory: () => token }).configureLogging(LogLevel.None);
  return (protocol === 'messagepack' ? builder.withHubProtocol(new MessagePackHubProtocol()) : builder).build();
}
