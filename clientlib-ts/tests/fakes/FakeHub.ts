import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { HubConnection } from '../../../Tests/Conformance/src/hub/HubConnection.js';
import { tokenOf } from '../../../Tests/Conformance/src/hub/HubServer.js';
import { type HubMessage, messageTypes } from '../../../Tests/Conformance/src/hub/messages.js';
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

/** The server side of SignalR's protocol over real WebSockets, as the conformance kit has it, with the features of one hub without groups. */
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
    this.tokens.push(tokenOf(request));
    this.urls.push(request.url ?? '');
    this.headers.push(request.headers);
    this.#sockets.handleUpgrade(request, socket, head, (client) => { this.#serve(client, socket); });
  }

  /** Closes every socket at once, without a close message. */
  dropAll(): void {
    for (const client of this.#sockets.clients) {
      client.terminate();
    }
  }

  #serve(socket: WebSocket, wire: Duplex): void {
    const streams = new Map<string, () => void>();
    const connection = new HubConnection(socket, wire, {
      message: (message) => { this.#dispatch(connection, message, streams); },
      closed: () => {
        for (const cancel of streams.values()) {
          cancel();
        }
      },
    });
  }

  #dispatch(connection: HubConnection, message: HubMessage, streams: Map<string, () => void>): void {
    const id = message.invocationId ?? '';
    const args = message.arguments ?? [];
    switch (message.type) {
      case messageTypes.invocation:
        connection.send(this.#invoke(id, message.target ?? '', args));
        break;
      case messageTypes.streamInvocation:
        streams.set(id, this.#behaviour.stream(args, {
          send: (item) => { connection.send({ type: messageTypes.streamItem, invocationId: id, item }); },
          complete: (error) => {
            streams.delete(id);
            connection.send({ type: messageTypes.completion, invocationId: id, error });
          },
        }));
        break;
      case messageTypes.cancelInvocation:
        streams.get(id)?.();
        streams.delete(id);
        break;
      case messageTypes.ping:
        this.pings += 1;
        break;
      default:
        break;
    }
  }

  #invoke(invocationId: string, method: string, args: readonly unknown[]): HubMessage {
    const answer = { type: messageTypes.completion, invocationId };
    try {
      return { ...answer, result: this.#behaviour.invoke(method, args) };
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      return { ...answer, error: `An unexpected error occurred invoking '${method}' on the server. HubException: ${text}` };
    }
  }
}
