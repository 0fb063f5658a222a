import type { FakeServer } from './FakeTransport.js';
import { type ManualTimers, settle } from './ManualTimers.js';

/** What a server sends, as it is on the wire. */
export type Raw = Readonly<Record<string, unknown>>;

/** The next items of a stream. */
export async function take<T>(stream: AsyncIterator<T, undefined>, count: number): Promise<T[]> {
  const items: T[] = [];
  while (items.length < count) {
    const result = await stream.next();
    if (result.done === true) {
      throw new Error('The stream has ended.');
    }
    items.push(result.value);
  }
  return items;
}

/** Reads for the first time, and has the server answer the subscription that this makes. */
export async function begin<T>(server: FakeServer, stream: AsyncIterator<T, undefined>, ...items: readonly Raw[]): Promise<T[]> {
  const first = take(stream, items.length);
  await settle();
  server.stream.send(...items);
  return first;
}

/** The connection drops, and the client is there again. */
export async function reconnect(server: FakeServer, timers: ManualTimers): Promise<void> {
  server.current.drop();
  await settle();
  await timers.advance(1_000);
  await settle();
}
