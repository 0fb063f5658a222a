import type {
  AcknowledgeAlarmRequest, AcknowledgeAlarmsRequest, AlarmCommandResult, ShelveAlarmRequest,
} from './alarmContracts.js';
import { AlarmStream, type AlarmStreamRequest } from './AlarmStream.js';
import type { ConnectionSharing } from './connectionSharing.js';
import { ConnectionKeeper, type ConnectionState, type ConnectionStateChange, type ReconnectOptions } from './ConnectionKeeper.js';
import { type HubLimits, hubMethods, hubPath, type OpenSessionRequest, type SessionInfo } from './contracts.js';
import { GatewayError, toGatewayError } from './errors.js';
import type { FeedCursor } from './feedContracts.js';
import { FeedStream, type FeedStreamRequest } from './FeedStream.js';
import { type AccessTokenSource, type HubProtocolName, type HubTransport, type HubTransportFactory, SignalRTransport, type WebSocketClass } from './HubTransport.js';
import type { FindItemsRequest, ItemPage } from './itemContracts.js';
import type { LiveItemsRequest } from './liveContracts.js';
import { LiveItems } from './LiveItems.js';
import type { Logger } from './logger.js';
import { OverviewStream, type OverviewStreamRequest } from './OverviewStream.js';
import { Session, type SessionHost } from './Session.js';
import { type MultiSessionEventsRequest, MultiSessionEventStream } from './MultiSessionEventStream.js';
import { pageVisibility } from './pageVisibility.js';
import { realTimers, type Timers } from './timers.js';
import { TokenRenewer } from './TokenRenewer.js';

export interface GatewayClientOptions {
  /** The gateway's address, such as `https://gateway.example`; the hub's path is added unless it is there. Either this or `urls` is needed. */
  readonly url?: string | undefined;
  /**
   * Instead of `url`: the addresses at which the gateway can be reached, such as those of the nodes of a site. The first one is tried first. When
   * a connection cannot be made or is lost, the next address is tried at once, and after a round of all of them the client waits as it does
   * with one address.
   */
  readonly urls?: readonly string[] | undefined;
  /** A JWT, or a function that gives one; the function is asked again for each connection attempt and before a token ends. */
  readonly accessToken: AccessTokenSource;
  /** Called when the token can no longer be renewed; streams end with `TokenExpired` when it expires. */
  readonly onTokenFailure?: ((error: GatewayError) => void) | undefined;
  readonly reconnect?: ReconnectOptions | undefined;
  /**
   * WebSocket class to connect with; the browser's own by default. The token then travels as an entry of the sub-protocol
   * header. In Node, without one, it travels in the Authorization header. It is in no address either way.
   */
  readonly webSocket?: WebSocketClass | undefined;
  /** The encoding of hub messages. Default `messagepack`; `json` gives the same items and is readable in a browser's network view. */
  readonly protocol?: HubProtocolName | undefined;
  /**
   * A ping is sent when nothing else was for this long. At most half of the gateway's `Gateway:Hub:ClientTimeoutSeconds`, or it
   * takes the client for gone. Default 15 000.
   */
  readonly keepAliveIntervalMs?: number | undefined;
  /** The client connects again when it receives nothing from the gateway for this long. At least twice the gateway's `Gateway:Hub:KeepAliveSeconds`. Default 30 000. */
  readonly serverTimeoutMs?: number | undefined;
  /** One attempt to connect is given up after this long, the token callback included. Default 15 000. */
  readonly connectTimeoutMs?: number | undefined;
  readonly logger?: Logger | undefined;
  /**
   * Shares the connection with the other tabs of this origin that have the same token: `shareTabs(…)` of `@mxgateway/client/tabs`. Without
   * it, and where the browser has no shared workers, the client has a connection of its own.
   */
  readonly share?: ConnectionSharing | undefined;
  /**
   * Streams of events are conflated and sent at most once in this time (milliseconds) while the page is hidden. When it is shown again, they
   * go on as before, with a snapshot. Default: hidden pages read like others. It has no effect outside of pages.
   */
  readonly hiddenFlushIntervalMs?: number | undefined;
  /** Another way to the hub than SignalR's WebSocket, for tests. */
  readonly transport?: HubTransportFactory | undefined;
  /** The passing of time, for tests. */
  readonly timers?: Timers | undefined;
}

/** A connection to one gateway, made on the first use and kept until {@link close}. */
export class GatewayClient {
  readonly #keeper: ConnectionKeeper;
  readonly #renewer: TokenRenewer;
  readonly #host: SessionHost;

  constructor(options: GatewayClientOptions) {
    const direct = options.transport ?? ((url) => new SignalRTransport(url, options.accessToken, options));
    const factory = options.share?.factory(options, direct) ?? direct;
    const keeper = new ConnectionKeeper(
      (address) => factory(hubUrl(address)), { ...options.reconnect, addresses: addressesOf(options), timers: options.timers }, options.logger);
    this.#keeper = keeper;
    this.#renewer = new TokenRenewer({
      accessToken: options.accessToken,
      timers: options.timers ?? realTimers,
      random: options.reconnect?.random ?? Math.random,
      monotonic: () => performance.now(),
      wallClock: Date.now,
      logger: options.logger ?? {},
      onFailure: (error) => options.onTokenFailure?.(error),
    });
    keeper.onState(({ state }) => {
      if (state === 'connected') {
        void keeper.ready().then((transport) => { this.#renewer.connected(transport); });
      } else {
        this.#renewer.stop();
      }
    });
    this.#host = {
      ready: (signal?: AbortSignal): Promise<HubTransport> => keeper.ready(signal),
      changeOver: (transport, reason) => keeper.changeOver(transport, reason),
      call: <T>(method: string, ...args: readonly unknown[]): Promise<T> => this.#call<T>(method, args),
      streamSettings: {
        backoff: options.reconnect, timers: options.timers, logger: options.logger,
        whenHidden: options.hiddenFlushIntervalMs === undefined ? undefined : pageVisibility(options.hiddenFlushIntervalMs),
      },
    };
  }

  get state(): ConnectionState {
    return this.#keeper.state;
  }

  /** The address of the connection as it was given, or without a connection that which is tried next. */
  get address(): string {
    return this.#keeper.address;
  }

  /** Why the latest attempt or connection failed; undefined while connected. */
  get lastError(): GatewayError | undefined {
    return this.#keeper.lastError;
  }

  /** Called once per transition. The returned function removes the listener. */
  onState(listener: (change: ConnectionStateChange) => void): () => void {
    return this.#keeper.onState(listener);
  }

  /** Connects now instead of on first use. Rejects with the signal's reason, or when attempts are exhausted. */
  async connect(signal?: AbortSignal): Promise<void> {
    await this.#keeper.ready(signal);
  }

  async openSession(request: OpenSessionRequest = {}): Promise<Session> {
    const info = await this.#call<SessionInfo>(hubMethods.openSession, [request]);
    return this.session(info.sessionId);
  }

  /** The sessions this caller reaches. */
  listSessions(): Promise<readonly SessionInfo[]> {
    return this.#call<readonly SessionInfo[]>(hubMethods.listSessions, []);
  }

  /** @throws GatewayError `SessionNotFound` when there is none, or none for this caller. */
  getSession(sessionId: string): Promise<SessionInfo> {
    return this.#call<SessionInfo>(hubMethods.getSession, [sessionId]);
  }

  /**
   * Gives a session another tag, or none: who may reach it changes at once.
   *
   * @throws GatewayError `Forbidden` when the caller could not have opened a session with that tag.
   */
  setSessionTag(sessionId: string, sessionTag: string | null): Promise<SessionInfo> {
    return this.#call<SessionInfo>(hubMethods.setSessionTag, [sessionId, sessionTag]);
  }

  /** Ends a session and its worker at once, whatever it is doing. Needs the scope `admin`. */
  killSession(sessionId: string): Promise<SessionInfo> {
    return this.#call<SessionInfo>(hubMethods.killSession, [sessionId]);
  }

  /**
   * The items that the source of a session knows, their objects or their areas: what to complete a reference from, and to browse. A call gives
   * a page; give its `next` as `after` for the following one.
   *
   * @throws GatewayError `SessionNotFound`, or the code for why the source does not answer.
   */
  findItems(sessionId: string, request: FindItemsRequest = {}): Promise<ItemPage> {
    return this.#call<ItemPage>(hubMethods.findItems, [sessionId, request]);
  }

  /** The limits of the gateway. The library enforces them on its own messages: a larger one is refused with `InvalidArgument` and not sent. */
  getLimits(): Promise<HubLimits> {
    return this.#call<HubLimits>(hubMethods.getLimits, []);
  }

  /**
   * Items by name, as they are now, and what changes: the session is found by name or opened, what is missing in it is added and advised,
   * and all is restored when the session or the connection was lost. `write` of the result waits for the completion.
   */
  items(references: readonly string[], request: LiveItemsRequest): LiveItems {
    const { backoff, timers } = this.#host.streamSettings;
    return new LiveItems(this, references, request, { backoff, timers: timers ?? realTimers });
  }

  /** The events of the chosen sessions, including sessions that are opened later. The stream resumes by itself. */
  events(request: MultiSessionEventsRequest = {}): MultiSessionEventStream {
    return new MultiSessionEventStream(this.#host, request, this.#host.streamSettings);
  }

  /** The change feed, as far as the caller may see it. The stream resumes by itself. Requires the scope `feed:read`. */
  feed(request: FeedStreamRequest = {}): FeedStream {
    return new FeedStream(this.#host, request, this.#host.streamSettings);
  }

  /**
   * The whole gateway as far as the caller may see it, and what changes about once a second. The stream begins again by itself; its
   * `table` has the gateway as it is.
   */
  overview(request: OverviewStreamRequest = {}): OverviewStream {
    return new OverviewStream(this.#host, request, this.#host.streamSettings);
  }

  /** The position the gateway keeps under a name for this caller. */
  async getFeedCursor(name: string): Promise<FeedCursor | undefined> {
    return await this.#call<FeedCursor | null>(hubMethods.getFeedCursor, [name]) ?? undefined;
  }

  async deleteFeedCursor(name: string): Promise<void> {
    await this.#call<unknown>(hubMethods.deleteFeedCursor, [name]);
  }

  /** The alarms that the caller may see: what stands, then the transitions. The stream resumes by itself; an `AlarmTable` keeps the table. */
  alarms(request: AlarmStreamRequest = {}): AlarmStream {
    return new AlarmStream(this.#host, request, this.#host.streamSettings);
  }

  /**
   * Acknowledges one occurrence of an alarm: give what the operator saw. An occurrence that began meanwhile is not acknowledged. The
   * outcome is what was seen afterwards; `refused` and `unknown` are outcomes and do not throw.
   */
  acknowledgeAlarm(request: AcknowledgeAlarmRequest): Promise<AlarmCommandResult> {
    return this.#call<AlarmCommandResult>(hubMethods.acknowledgeAlarm, [request]);
  }

  /** Acknowledges alarm by alarm. The results are in the order of the request. */
  acknowledgeAlarms(request: AcknowledgeAlarmsRequest): Promise<readonly AlarmCommandResult[]> {
    return this.#call<readonly AlarmCommandResult[]>(hubMethods.acknowledgeAlarms, [request]);
  }

  /** Shelves an alarm for some hours; 0 hours end the shelving. The outcome is what was seen afterwards. */
  shelveAlarm(request: ShelveAlarmRequest): Promise<AlarmCommandResult> {
    return this.#call<AlarmCommandResult>(hubMethods.shelveAlarm, [request]);
  }

  /** A session that is already open; asks the server nothing. */
  session(sessionId: string): Session {
    return new Session(this.#host, sessionId);
  }

  /** Ends the connection and all its streams for good; sessions stay open. */
  close(): Promise<void> {
    return this.#keeper.close();
  }

  async #call<T>(method: string, args: readonly unknown[]): Promise<T> {
    const transport = await this.#keeper.ready();
    try {
      return (await transport.invoke(method, args)) as T;
    } catch (error) {
      throw toGatewayError(error);
    }
  }
}

/** @throws GatewayError `InvalidArgument` unless there is exactly one of `url` and `urls`, with one address at least and each of them once. */
function addressesOf({ url, urls }: GatewayClientOptions): readonly string[] {
  const addresses = urls ?? (url === undefined ? [] : [url]);
  if (addresses.length === 0 || (url !== undefined && urls !== undefined) || new Set(addresses.map(hubUrl)).size < addresses.length) {
    throw new GatewayError('InvalidArgument', 'Give either url or urls; urls has at least one address, and each only once.');
  }
  return [...addresses];
}

function hubUrl(url: string): string {
  const trimmed = url.replace(/\/+$/, '');
  return trimmed.endsWith(hubPath) ? trimmed : trimmed + hubPath;
}
