import { once } from 'node:events';
import { createServer } from 'node:net';

const first = 10_000;
const end = 32_768;

/**
 * A port that was free a moment ago. The system takes no port of this range for the near end of a connection, so it stays free for a
 * program that starts later or once more.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = first + Math.floor(Math.random() * (end - first));
    if (await isFree(port)) {
      return port;
    }
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
