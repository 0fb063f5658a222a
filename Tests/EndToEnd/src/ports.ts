import { once } from 'node:events';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const first = 10_000;
const end = 32_768;
/** Longer than any run of tests. */
const keptMs = 6 * 3_600_000;
const given = join(tmpdir(), 'gateway-ports');

/**
 * The first of some neighbouring ports that were free a moment ago. The system takes no port of this range for the near end of a
 * connection, and no other run of these tests is given one of them, so they stay free for a program that starts later or once more.
 */
export async function freePort(count = 1): Promise<number> {
  for (;;) {
    const port = first + Math.floor(Math.random() * (end - first - count));
    if (await areFree(Array.from({ length: count }, (_, i) => port + i))) {
      return port;
    }
  }
}

async function areFree(ports: readonly number[]): Promise<boolean> {
  for (const port of ports) {
    if (!(await isFree(port)) || !(await take(port))) {
      return false;
    }
  }
  return true;
}

/** Makes the file that says that the port was given away. False when there is one. */
async function take(port: number): Promise<boolean> {
  const file = join(given, String(port));
  await mkdir(given, { recursive: true });
  try {
    await writeFile(file, '', { flag: 'wx' });
    return true;
  } catch {
    const { mtimeMs } = await stat(file);
    if (Date.now() - mtimeMs > keptMs) {
      await rm(file, { force: true });
    }
    return false;
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
