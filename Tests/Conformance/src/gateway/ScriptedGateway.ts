import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { HubConnection } from '../hub/HubConnection.js';
import { HubServer } from '../hub/HubServer.js';
import { type HubMessage, messageTypes } from '../hub/messages.js';
import { isRecord } from '../wire.js';
import { epochs } from './items.js';
import { Subscription } from './Subscription.js';
import { makeToken } from './tokens.js';
import type { Transcript } from './Transcript.js';

/** How calls of `StreamSession` are answered without the scenario, for scenarios that count what a client does. */
export interface Refusal {
  readonly code: string;
  readonly text: string;
}

/** A gateway with one session. The scenario drives its streams; everything else is answered as the gateway would. */
export class ScriptedGateway {
  static readonly sessionId = 'conformance';
  readonly #transcript: Transcript;
  readonly #server: HubServer;
  readonly #waiting: Subscription[] = [];
  readonly #connections = new Set<HubConnection>();
  #arrived = deferred();
  #tokens = 0;
  /** Life of the tokens that are given from now on, seconds. */
  tokenLifeSeconds = 3_600;
  /** False: every token is refused with 401. */
  acceptsTokens: (token: string) => boolean = () => true;
  /** Set: every subscription is refused so. */
  refusal: Refusal | undefined;

  constructor(transcript: Transcript) {
    this.#transcript = transcript;
    this.#server = new HubServer({
      admit: ({ token }) => {
        const admitted = this.acceptsTokens(token);
        if (!admitted) {
          transcript.add({ type: 'refused', token });
        }
        return admitted;
      },
      connected: (socket, stream, { token }) => { this.#serve(socket, stream, token); },
      turnedAway: () => { transcript.add({ type: 'turnedAway' }); },
      unanswered: () => { transcript.add({ type: 'unanswered' }); },
      answer: ({ path }) => (path === '/token' ? this.#giveToken() : undefined),
    });
  }

  get url(): string {
    return this.#server.url;
  }

  /** Number of subscriptions so far, at all gateways of the scenario. */
  get subscriptions(): number {
    return this.#transcript.count('subscribed');
  }

  listen(): Promise<void> {
    return this.#server.listen();
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  makeToken(): string {
    this.#tokens += 1;
    return makeToken(this.#tokens, this.tokenLifeSeconds);
  }

  get isSubscribed(): boolean {
    return this.#waiting.length > 0;
  }

  /** The subscription that has waited longest, if there is one. */
  takeSubscription(): Subscription | undefined {
    return this.#waiting.shift();
  }

  /** Completes when a subscription arrives that nobody waits for yet. */
  subscribed(): Promise<void> {
    return this.isSubscribed ? Promise.resolve() : this.#arrived.promise;
  }

  /** Cuts every connection, and those that come, until {@link comeBack}. */
  goAway(): void {
    this.#server.goAway();
  }

  comeBack(): void {
    this.#server.comeBack();
  }

  /** Takes connections and answers nothing, until {@link speakAgain}. */
  fallSilent(): void {
    this.#server.fallSilent();
  }

  speakAgain(): void {
    this.#server.speakAgain();
  }

  /** Ends all connections in order. */
  closeConnections(): void {
    for (const connection of this.#connections) {
      connection.close(undefined, true);
    }
  }

  #giveToken(): string {
    this.#transcript.add({ type: 'tokenGiven' });
    return this.makeToken();
  }

  #serve(socket: WebSocket, stream: Duplex, token: string): void {
    this.#transcript.add({ type: 'connected', token });
    const streams = new Map<string, Subscription>();
    const connection = new HubConnection(socket, stream, {
      message: (message) => { this.#dispatch(connection, streams, message); },
      malformed: (detail) => { this.#transcript.add({ type: 'malformed', detail }); },
      closed: () => {
        this.#connections.delete(connection);
        for (const subscription of streams.values()) {
          subscription.left();
        }
      },
    });
    this.#connections.add(connection);
  }

  #dispatch(connection: HubConnection, streams: Map<string, Subscription>, message: HubMessage): void {
    const id = message.invocationId ?? '';
    switch (message.type) {
      case messageTypes.invocation:
        connection.send(this.#invoke(id, message.target ?? '', message.arguments ?? []));
        break;
      case messageTypes.streamInvocation:
        this.#stream(connection, streams, message);
        break;
      case messageTypes.cancelInvocation:
        streams.get(id)?.left();
        break;
      case messageTypes.ping:
        connection.send({ type: messageTypes.ping });
        break;
      default:
        break;
    }
  }

  #stream(connection: HubConnection, streams: Map<string, Subscription>, message: HubMessage): void {
    const id = message.invocationId ?? '';
    const [session, request, ...more] = message.arguments ?? [];
    if (message.target !== 'StreamSession') {
      connection.send({ type: messageTypes.completion, invocationId: id, error: `[Unsupported] The kit has no stream ${message.target ?? ''}.` });
      return;
    }
    const subscription = new Subscription(this.subscriptions + 1, isRecord(request) ? request : {}, connection, id, this.#transcript);
    this.#transcript.add({ type: 'subscribed', subscription: subscription.number, session, request: subscription.request, extraArguments: more.length });
    streams.set(id, subscription);
    if (this.refusal !== undefined) {
      subscription.fail(this.refusal.code, this.refusal.text);
      return;
    }
    this.#waiting.push(subscription);
    this.#arrived.resolve();
    this.#arrived = deferred();
  }

  #invoke(invocationId: string, method: string, args: readonly unknown[]): HubMessage {
    this.#transcript.add({ type: 'called', method });
    const result = (value: unknown): HubMessage => ({ type: messageTypes.completion, invocationId, result: value });
    switch (method) {
      case 'GetLimits':
        return result({ maxMessageBytes: 1_048_576 });
      case 'ListSessions':
        return result(this.refusal === undefined ? [sessionInfo] : []);
      case 'GetSession':
      case 'OpenSession':
        return result(sessionInfo);
      case 'RenewToken':
        return result({ expiresAt: new Date(expiryOf(args[0])).toISOString(), expiresInMs: expiryOf(args[0]) - Date.now() });
      default:
        return { type: messageTypes.completion, invocationId, error: `[Unsupported] The kit has no method ${method}.` };
    }
  }
}

const sessionInfo = {
  sessionId: ScriptedGateway.sessionId, name: 'conformance', backend: 'simulator', state: 'ready', owner: 'conformance',
  createdAt: '2026-01-01T00:00:00Z', lease: { seconds: 600, closeWhenDetached: false }, epoch: epochs[0], oldestSequence: 1,
  latestSequence: 0, items: 1, subscriptions: [],
};

/** Milliseconds since 1970; now when the token has no end. */
function expiryOf(token: unknown): number {
  const part = typeof token === 'string' ? token.split('.')[1] : undefined;
  const claims: unknown = part === undefined ? undefined : JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  return isRecord(claims) && typeof claims['exp'] === 'number' ? claims['exp'] * 1000 : Date.now();
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => { resolve = done; });
  return { promise, resolve };
}
