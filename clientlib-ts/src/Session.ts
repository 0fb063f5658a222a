import type { MxCommand, MxReply } from './commands.js';
import { hubMethods, type SessionInfo } from './contracts.js';
import type { EventsRequest, EventStreamSettings, TransportSource } from './eventsRequest.js';
import { EventStream } from './EventStream.js';
import { noteItemChanges } from './itemChanges.js';
import { ItemResolver } from './ItemResolver.js';
import { SessionCommands } from './SessionCommands.js';

/** What a session needs of its client. */
export interface SessionHost extends TransportSource {
  call<T>(method: string, ...args: readonly unknown[]): Promise<T>;
  readonly streamSettings: EventStreamSettings;
}

/** One session of the gateway. Holds no server resource: dropping the object leaves the session open. */
export class Session extends SessionCommands {
  readonly sessionId: string;
  /** What the session's handles stand for. */
  readonly items: ItemResolver;
  readonly #host: SessionHost;

  constructor(host: SessionHost, sessionId: string) {
    super();
    this.#host = host;
    this.sessionId = sessionId;
    this.items = new ItemResolver(() => this.getSessionState());
  }

  override async invoke(command: MxCommand): Promise<MxReply> {
    const reply = await this.#host.call<MxReply>(hubMethods.invoke, this.sessionId, command);
    noteItemChanges(this.items, command, reply);
    return reply;
  }

  /** @throws GatewayError `SessionNotFound` when there is none, or none for this caller. */
  info(): Promise<SessionInfo> {
    return this.#host.call<SessionInfo>(hubMethods.getSession, this.sessionId);
  }

  /** Closes the session and ends its worker, for everybody. */
  async close(): Promise<void> {
    await this.#host.call<unknown>(hubMethods.closeSession, this.sessionId);
  }

  /** The session's events, resumed by themselves. Each call is a subscription of its own, made on the first read. */
  events(request: EventsRequest = {}): EventStream {
    return new EventStream(this.#host, this.sessionId, request, this.#host.streamSettings);
  }
}
