import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GatewayClient } from '../src/GatewayClient.js';
import { FakeServer } from './fakes/FakeTransport.js';
import { started } from './fakes/items.js';
import { ManualTimers, settle } from './fakes/ManualTimers.js';
import { begin } from './fakes/streams.js';

describe('a stream of a page that is hidden', () => {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  let server: FakeServer;
  let client: GatewayClient;

  const show = async (visibilityState: string): Promise<void> => {
    page.visibilityState = visibilityState;
    page.dispatchEvent(new Event('visibilitychange'));
    await settle();
  };
  const updates = (): readonly unknown[] => server.calls.filter(({ method }) => method === 'UpdateStream').map(({ args }) => args[1]);

  beforeEach(() => {
    vi.stubGlobal('document', page);
    page.visibilityState = 'visible';
    server = new FakeServer();
    server.handle('UpdateStream', (_id, settings) => settings);
    client = new GatewayClient({ url: 'http://gateway', accessToken: 't', transport: server.factory, timers: new ManualTimers(), hiddenFlushIntervalMs: 5_000 });
  });
  afterEach(() => { vi.unstubAllGlobals(); });

  it('is conflated at a low rate, and goes on as before with a snapshot', async () => {
    const stream = client.session('s1').events({ flushIntervalMs: 40 });
    await begin(server, stream, { ...started() });
    await show('hidden');
    await show('visible');
    expect(updates()).toEqual([{ mode: 'conflate', flushIntervalMs: 5_000 }, { flushIntervalMs: 40, snapshot: true }]);
    const removed = vi.spyOn(page, 'removeEventListener');
    await stream.return();
    expect(removed).toHaveBeenCalledWith('visibilitychange', expect.anything());
  });

  it('keeps what the application changes meanwhile for later', async () => {
    const stream = client.session('s1').events({ flushIntervalMs: 40 });
    await begin(server, stream, { ...started() });
    await show('hidden');
    const filter = { references: ['Tank101.*'] };
    await stream.update({ mode: 'lossless', filter, flushIntervalMs: 10_000 });
    await show('visible');
    expect(updates().slice(1)).toEqual([
      { mode: 'conflate', filter, flushIntervalMs: 10_000 }, { mode: 'lossless', filter, flushIntervalMs: 10_000, snapshot: true },
    ]);
  });

  it('begins at the low rate when the page is opened in the background', async () => {
    page.visibilityState = 'hidden';
    const stream = client.events({ sessionTags: ['line-1'] });
    await begin(server, stream, { ...started() });
    expect(server.stream.request).toEqual({ sessionTags: ['line-1'], mode: 'conflate', flushIntervalMs: 5_000 });
  });

  it('is read like any other unless the client has the option', async () => {
    const plain = new GatewayClient({ url: 'http://gateway', accessToken: 't', transport: server.factory, timers: new ManualTimers() });
    await begin(server, plain.session('s1').events(), { ...started() });
    await show('hidden');
    expect(updates()).toEqual([]);
  });
});
