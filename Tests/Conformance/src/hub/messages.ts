/** Numbers of the hub protocol's messages, as SignalR has them. */
export const messageTypes = { invocation: 1, streamItem: 2, completion: 3, streamInvocation: 4, cancelInvocation: 5, ping: 6, close: 7 } as const;

/** A message of the hub protocol in the form of the JSON protocol. */
export interface HubMessage {
  readonly type: number;
  readonly invocationId?: string | undefined;
  readonly target?: string | undefined;
  readonly arguments?: readonly unknown[] | undefined;
  readonly item?: unknown;
  readonly result?: unknown;
  readonly error?: string | undefined;
  readonly allowReconnect?: boolean | undefined;
}

/** One encoding of hub messages. */
export interface HubProtocol {
  readonly name: string;
  encode(message: HubMessage): Buffer;
  /** Throws when the bytes are no messages of this protocol. */
  decode(data: Buffer): readonly HubMessage[];
}
