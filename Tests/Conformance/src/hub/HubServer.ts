import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { hubPath } from '../wire.js';

/** What a client asks for by an HTTP request or a WebSocket, with the token it gave. */
export interface HubRequest {
  readonly path: string;
  readonly token: string;
}

export interface HubServerHandler {
  /** Whether the token is accepted; otherwise the answer is 401. */
  admit(request: HubRequest): boolean;
  /** @param stream What the WebSocket runs over. */
  connected(socket: WebSocket, stream: Duplex, request: HubRequest): void;
  /** Something connected and was cut at once, because the server is away. */
  turnedAway(): void;
  /** A request for the hub got no answer, because the server is silent. */
  unanswered(): void;
  /** The answer to a request that is not the hub's; undefined for 404. */
  answer(request: HubRequest): string | undefined;
}

/** An HTTP server on the loopback with the hub's negotiation and its WebSocket. */
export class HubServer {
  readonly #handler: HubServerHandler;
  readonly #server: Server;
  readonly #connections = new Set<Socket>();
  readonly #webSockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (protocols) => (protocols.has('mxgateway') ? 'mxgateway' : false),
  });
  #away = false;
  #silent = false;

  constructor(handler: HubServerHandler) {
    this.#handler = handler;
    this.#server = createServer((request, response) => { this.#respond(request, response); });
    this.#server.on('connection', (socket) => { this.#accept(socket); });
    this.#server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => { this.#upgrade(request, socket, head); });
  }

  /** The address, such as `http://127.0.0.1:40123`. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', () => { resolve(); });
    });
  }

  /** Cuts everything, and everything that connects from now on, until {@link comeBack}. */
  goAway(): void {
    this.#away = true;
    this.#cutAll();
  }

  comeBack(): void {
    this.#away = false;
  }

  /** Takes what connects from now on and answers nothing, until {@link speakAgain}; what has connected meanwhile is never answered. */
  fallSilent(): void {
    this.#silent = true;
  }

  speakAgain(): void {
    this.#silent = false;
  }

  close(): Promise<void> {
    this.#cutAll();
    return new Promise((resolve) => { this.#server.close(() => { resolve(); }); });
  }

  #cutAll(): void {
    for (const socket of this.#connections) {
      socket.destroy();
    }
  }

  #accept(socket: Socket): void {
    if (this.#away) {
      this.#handler.turnedAway();
      socket.destroy();
      return;
    }
    this.#connections.add(socket);
    socket.on('close', () => { this.#connections.delete(socket); });
  }

  #respond(request: IncomingMessage, response: ServerResponse): void {
    const asked = requestOf(request);
    if (this.#silent && asked.path.startsWith(hubPath)) {
      this.#handler.unanswered();
      return;
    }
    if (asked.path.startsWith(hubPath)) {
      this.#negotiate(asked, response);
      return;
    }
    const answer = this.#handler.answer(asked);
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'text/plain' }).end(answer);
  }

  #negotiate(asked: HubRequest, response: ServerResponse): void {
    if (!this.#handler.admit(asked)) {
      response.writeHead(401).end();
      return;
    }
    const availableTransports = [{ transport: 'WebSockets', transferFormats: ['Text', 'Binary'] }];
    response.writeHead(asked.path === `${hubPath}/negotiate` ? 200 : 400, { 'content-type': 'application/json' })
      .end(JSON.stringify({ negotiateVersion: 1, connectionId: 'kit', connectionToken: 'kit', availableTransports }));
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const asked = requestOf(request);
    if (this.#silent) {
      this.#handler.unanswered();
      return;
    }
    if (asked.path !== hubPath || !this.#handler.admit(asked)) {
      const status = asked.path === hubPath ? '401 Unauthorized' : '404 Not Found';
      socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    this.#webSockets.handleUpgrade(request, socket, head, (client) => { this.#handler.connected(client, socket, asked); });
  }
}

/** The token is in the header, in the sub-protocols or in the query, as the gateway accepts it. */
export function tokenOf(request: IncomingMessage): string {
  const entry = request.headers['sec-websocket-protocol']?.split(/, */).find((text) => text.startsWith('bearer.'));
  const query = new URL(request.url ?? '/', 'http://local').searchParams.get('access_token');
  return entry?.slice('bearer.'.length) ?? request.headers.authorization?.replace(/^Bearer /i, '') ?? query ?? '';
}

function requestOf(request: IncomingMessage): HubRequest {
  return { path: new URL(request.url ?? '/', 'http://local').pathname, token: tokenOf(request) };
}
