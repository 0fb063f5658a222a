import type { DataChangeEvent, GatewayClient, MxEvent, Session } from '@mxgateway/client';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WindowsDirectory, Wine } from './Wine.ts';
import { patienceMs, within } from './waiting.ts';

/** An item of the fake component that accepts any number. */
export const gain = 'Tank101.Level.Gain';

/** Sessions on the fake component. Each is opened with its own switches. */
export class ComSessions {
  readonly #folder: WindowsDirectory;
  readonly #sessions: Session[] = [];

  constructor(wine: Wine) {
    this.#folder = wine.directory('fakelmx');
  }

  /** Environment variables for the gateway, which its workers inherit. */
  get variables(): Readonly<Record<string, string>> {
    return { FAKELMX_FILE: `${this.#folder.windowsPath}\\switches.txt` };
  }

  async open(client: GatewayClient, switches: Readonly<Record<string, string | number>> = {}): Promise<Session> {
    const lines = Object.entries(switches).map(([name, value]) => `FAKELMX_${name}=${value}`);
    await mkdir(this.#folder.path, { recursive: true });
    await writeFile(join(this.#folder.path, 'switches.txt'), lines.join('\n'));
    const session = await client.openSession({ name: 'COM', backend: 'com' });
    this.#sessions.push(session);
    return session;
  }

  /** Closes the sessions that were opened since the last call. */
  async close(): Promise<void> {
    await Promise.all(this.#sessions.splice(0).map((session) => session.close()));
  }

  async remove(): Promise<void> {
    await this.#folder.remove();
  }
}

/** Reads the session's events from the first one until the wanted one. */
export function firstEvent(session: Session, what: string, wanted: (event: MxEvent) => boolean): Promise<MxEvent> {
  const read = async (): Promise<MxEvent> => {
    for await (const item of session.events({ resumeAfter: 0 })) {
      const found = item.kind === 'events' ? item.events.find(wanted) : undefined;
      if (found !== undefined) {
        return found;
      }
    }
    throw new Error('The stream ended.');
  };
  return within(patienceMs, what, read());
}

/** Registers, advises the item and waits for its first value. */
export async function firstChange(session: Session, reference: string): Promise<DataChangeEvent> {
  const server = await session.register('com');
  const [item] = await session.subscribeBulk(server, [reference]);
  const event = await firstEvent(session, `a value of ${reference}`, ({ family, serverHandle, itemHandle }) =>
    family === 'OnDataChange' && serverHandle === server && itemHandle === item?.itemHandle);
  return event as DataChangeEvent;
}

/** Adds and advises an item and waits until its type is known, so that it can be written. */
export async function writable(session: Session): Promise<readonly [server: number, item: number]> {
  const { serverHandle, itemHandle } = await firstChange(session, gain);
  return [serverHandle, itemHandle];
}
