import { type HubConnection, HubConnectionState } from '@microsoft/signalr';
import type { Packed, StreamItem } from '@mxgateway/client/wire';

/** Where a reader of a session stands. Without a sequence it begins with the next event; with sequence 0, with the first one. */
export interface ReadPosition {
  readonly epoch?: string | undefined;
  readonly sequence?: number | undefined;
}

/** An item in JSON or in MessagePack, whose events are rows. */
type Item = StreamItem | Packed<StreamItem>;

// <resume>
const retryCode = /\[(SlowConsumer|GatewayStopping|TooMany\w+|StartTimedOut|WorkerUnavailable|SessionNotReady|StoreUnavailable|SiteUnavailable)\]/;

/**
 * Ends when the session is closed. `take` gets each item and the position after it, to be stored together. It must not throw.
 * Give a connection for each address of the gateway: when one is lost, the next one goes on.
 */
export async function readSession(connections: readonly HubConnection[], sessionId: string, from: ReadPosition, take: (item: Item, position: ReadPosition) => void): Promise<void> {
  let position = from;
  for (let turn = 0; ;) {
    const connection = connections[turn % connections.length];
    if (connection === undefined) {
      throw new Error('There is no connection to read from.');
    }
    try {
      if (connection.state === HubConnectionState.Disconnected) {
        await connection.start();
      }
      let epoch: string | undefined;
      const request = { resumeAfter: position.sequence, epoch: position.epoch };
      await new Promise<void>((complete, error) => {
        const next = (item: Item): void => {
          switch (item.kind) {
            case 'started':
              epoch = item.epoch;
              position = { epoch: position.epoch ?? epoch, sequence: position.sequence ?? item.resumedAfter };
              break;
            case 'events': position = { epoch, sequence: item.last }; break;
            case 'idle': position = { epoch, sequence: item.sequence }; break;
            case 'gap': position = { epoch, sequence: item.oldest - 1 }; break; // What is before this cannot be given: take stock again.
            default: break;
          }
          take(item, position);
        };
        connection.stream<Item>('StreamSession', sessionId, request).subscribe({ next, complete, error });
      });
      return;
    } catch (error) {
      const { message } = error as Error;
      if (/\[\w+\]/.test(message) && !retryCode.test(message)) {
        throw error;
      }
      // The connection was lost, or the gateway asks to come back: subscribe again from the position.
      await new Promise((resolve) => { setTimeout(resolve, 500); });
      turn += connection.state !== HubConnectionState.Connected || message.includes('[GatewayStopping]') ? 1 : 0;
    }
  }
}
// </resume>
