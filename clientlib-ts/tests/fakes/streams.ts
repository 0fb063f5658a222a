import type { FakeServer } from './FakeTransport.js';
import { type ManualTimers, settle } from './ManualTimers.js';

/** An item of a server, as it is on the wire. */
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

/** Reads for the first time, and makes the server answer the subscription that this causes. */
export async function begin<T>(server: FakeServer, stream: AsyncIterator<T, undefined>, ...items: readonly Raw[]): Promise<T[]> {
  const first = take(stream, items.length);
  await settle();
  server.stream.send(...items);
  return first;
}

/** Closes the connection, and waits until the client has connected again. */
export async function reconnect(server: FakeServer, timers: ManualTimers): Promise<void> {
  server.current.drop();
  await settle();
  await timers.advance(1_000);
  await settle();
}
