import type { Server } from 'node:http';
import type { OverviewItem, SessionInfo, SessionLoad } from '@mxgateway/client';
import type { Plugin } from 'vite';
import { FakeHub, type StreamSink } from '../../../../clientlib-ts/tests/fakes/FakeHub.ts';
import { FakePlant } from '../../../../clientlib-ts/tests/fakes/FakePlant.ts';
import type { Identity } from '../src/apiContracts.ts';

/** Share of the items that change every 200 ms. */
const share = Number(process.env['FAKE_SHARE'] ?? '0.2');
const tanks = ['Tank101', 'Tank102', 'Tank103'];
const attributes = ['Level.PV', 'Level.SP', 'Temperature.PV', 'Inlet.Open', 'State'];

/** The identity of every caller. It is not an admin, because there are no tokens to manage. */
const developer: Identity = {
  subject: 'developer', tokenId: '0', scopes: ['sessions:open', 'sessions:read', 'sessions:write', 'sessions:close'], sessionTags: ['demo'],
  expiresAt: '2099-12-31T00:00:00Z', isAdmin: false,
};

/**
 * A simulated gateway inside Vite's own server, for work on the page without the real one: `FAKE_GATEWAY=1`.
 * `FAKE_ITEMS` sets how many items the demo session has besides the named ones. `/fake/drop` closes every socket, and
 * `/fake/fault` makes the demo session report that it is faulted.
 */
export function fakeGateway(): Plugin {
  const plant = new FakePlant();
  const hub = new FakeHub({
    invoke: (method, args) => plant.invoke(method, args),
    // Streams of one session name it first, and the page asks for the overview without settings.
    stream: (args, sink) => (JSON.stringify(args) === '[{}]' ? overviewOf(plant, sink) : plant.stream(args, sink)),
  });
  const demo = plant.open('Demo plant', 'demo');
  plant.open('Boiler house', 'utilities');
  demo.run({ method: 'Register', clientName: 'demo' });
  const named = tanks.flatMap((tank) => attributes.map((attribute) => `${tank}.${attribute}`));
  const extra = Array.from({ length: Number(process.env['FAKE_ITEMS'] ?? '20') }, (_, i) => `Line${Math.floor(i / 10) + 1}.Cell${i % 10}.Flow`);
  demo.run({ method: 'SubscribeBulk', serverHandle: 1, itemDefinitions: [...named, 'Platform01.CPULoad', 'BadSensor.PV', ...extra] });
  const attach = (server: Server | null): void => {
    const timer = setInterval(() => {
      for (const session of plant.sessions.values()) {
        session.tick(Date.now() / 1000, share);
      }
    }, 200);
    timer.unref();
    server?.on('upgrade', (request, socket, head) => {
      if (request.url?.startsWith('/hubs/gateway') === true) {
        hub.upgrade(request, socket, head);
      }
    });
    server?.prependListener('request', (request) => {
      if (request.url === '/fake/drop') {
        hub.dropAll();
      }
      if (request.url === '/fake/fault') {
        const fault = { code: 'WorkerLost', message: 'The worker ended (exit code 139).', at: new Date().toISOString() };
        demo.broadcast({ kind: 'state', state: 'faulted', fault });
      }
    });
  };
  return {
    name: 'fake-gateway',
    // The simulated hub supports JSON only.
    config: () => ({ define: { 'import.meta.env.VITE_HUB_PROTOCOL': '"json"' } }),
    configureServer: (server) => {
      attach(server.httpServer as Server | null);
      server.middlewares.use('/api/me', (_request, response) => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(developer));
      });
    },
    configurePreviewServer: (server) => { attach(server.httpServer as Server); },
  };
}

/** Sends the sessions as an overview once a second, always as a whole. */
function overviewOf(plant: FakePlant, sink: StreamSink): () => void {
  const send = (): void => {
    const sessions = [...plant.sessions.values()].map((session) => session.info());
    const at = new Date().toISOString();
    const status = { at, health: [], feeds: [], sessions, sessionLoads: sessions.map(loadOf), readers: [], readerLoads: [], faults: [] };
    const items: readonly OverviewItem[] = [{ kind: 'overview', status }, { kind: 'overviewComplete', sessions: sessions.length, readers: 0 }];
    // The simulated hub is typed for streams of sessions, and sends whatever it is given.
    items.forEach((item) => { sink.send(item as never); });
  };
  send();
  const timer = setInterval(send, 1_000);
  return () => { clearInterval(timer); };
}

function loadOf({ sessionId, items, latestSequence, createdAt }: SessionInfo): SessionLoad {
  return { sessionId, readers: 0, items, latestSequence, pendingCommands: 0, historyEvents: 0, historyBytes: 0, lastActivityAt: createdAt };
}
