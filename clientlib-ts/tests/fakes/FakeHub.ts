import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { StreamItem } from '../../src/contracts.js';

/** What a hub does; {@link FakeHub} connects it to the network. The text of a thrown error is sent to the caller unchanged. */
export interface HubBehaviour {
  invoke(method: string, args: readonly unknown[]): unknown;
  /** The returned function is called when the client cancels the stream or disconnects. */
  stream(args: readonly unknown[], sink: StreamSink): () => void;
}

export interface StreamSink {
  send(item: StreamItem): void;
  complete(error?: string): void;
}

interface HubMessage {
  readonly type: number;
  readonly invocationId?: string;
  readonly target?: string;
  readonly arguments?: readonly unknown[];
}

const separator = '\u001e';

/** The server side of SignalR's JSON protocol over real WebSockets, with the features of one hub without groups. */
export class FakeHub {
  /** The tokens of the clients. */
  readonly tokens: string[] = [];
  /** The requested addresses. */
  readonly urls: string[] = [];
  /** The headers of the requests. */
  readonly headers: IncomingMessage['headers'][] = [];
  /** Number of pings that the clients sent. */
  pings = 0;
  readonly #behaviour: HubBehaviour;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (protocols) => (protocols.has('mxgateway') ? 'mxgateway' : false),
  });

  constructor(behaviour: HubBehaviour) {
    this.#behaviour = behaviour;
  }

  /** Handles the `upgrade` event of a server. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const query = new URL(request.url ?? '/', 'http://local').searchParams.get('access_token');
    const entry = request.headers['sec-websocket-protocol']?.split(/, */).find((text) => text.startsWith('bearer.'));
    this.tokens.push(entry?.slice('bearer.'.length) ?? query ?? request.headers.authorization?.replace('Bearer ', '') ?? '');
    this.urls.push(request.url ?? '');
    this.headers.push(request.headers);
    this.#sockets.handleUpgrade(request, socket, head, (client) => { this.#serve(client); });
  }

  /** Closes every socket at once, without a close message. */
  dropAll(): void {
    for (const client of this.#sockets.clients) {
      client.terminate();
    }
  }

  #serve(client: WebSocket): void {
    const streams = new Map<string, () => void>();
    let shaken = false;
    client.on('message', (data: Buffer) => {
      for (const text of data.toString('utf8').split(separator)) {
        if (text === '') {
          continue;
        }
        if (shaken) {
          this.#dispatch(client, JSON.parse(text) as HubMessage, streams);
        } else {
          shaken = true;
          client.send(`{}${separator}`);
        }
      }
    });
    client.on('close', () => {
      for (const cancel of streams.values()) {
        cancel();
      }
    });
  }

  #dispatch(client: WebSocket, message: HubMessage, streams: Map<string, () => void>): void {
    const id = message.invocationId ?? '';
    const args = message.arguments ?? [];
    switch (message.type) {
      case 1:
        this.#invoke(client, id, message.target ?? '', args);
        break;
      case 4:
        streams.set(id, this.#behaviour.stream(args, {
          send: (item) => { reply(client, { type: 2, invocationId: id, item }); },
          complete: (error) => {
            streams.delete(id);
            reply(client, { type: 3, invocationId: id, ...(error === undefined ? {} : { error }) });
          },
        }));
        break;
      case 5:
        streams.get(id)?.();
        streams.delete(id);
        break;
      case 6:
        this.pings += 1;
        break;
      default:
        break;
    }
  }

  #invoke(client: WebSocket, invocationId: string, method: string, args: readonly unknown[]): void {
    try {
      reply(client, { type: 3, invocationId, result: this.#behaviour.invoke(method, args) });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      reply(client, { type: 3, invocationId, error: `An unexpected error occurred invoking '${method}' on the server. HubException: ${text}` });
    }
  }
}

function reply(client: WebSocket, message: object): void {
  client.send(JSON.stringify(message) + separator);
}
