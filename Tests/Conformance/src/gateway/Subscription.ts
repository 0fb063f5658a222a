import type { HubConnection } from '../hub/HubConnection.js';
import { type HubMessage, messageTypes } from '../hub/messages.js';
import type { RuleId } from '../rules.js';
import { isRecord, type StreamItem, type StreamRequest } from '../wire.js';
import { eventOf } from './items.js';
import type { SubscriptionEnd, Transcript } from './Transcript.js';


/** One hub stream that a client has asked for, to be driven item by item. */
export class Subscription {
  readonly number: number;
  readonly request: StreamRequest;
  readonly #connection: HubConnection;
  readonly #invocationId: string;
  readonly #transcript: Transcript;
  #ended = false;

  constructor(number: number, request: StreamRequest, connection: HubConnection, invocationId: string, transcript: Transcript) {
    this.number = number;
    this.request = request;
    this.#connection = connection;
    this.#invocationId = invocationId;
    this.#transcript = transcript;
  }

  get isEnded(): boolean {
    return this.#ended;
  }

  get resumeAfter(): number | undefined {
    return typeof this.request['resumeAfter'] === 'number' ? this.request['resumeAfter'] : undefined;
  }

  /** Whether the client asked for that member with that value. */
  asksFor(member: string, value: string): boolean {
    return this.request[member] === value;
  }

  /** Sends `started` for the requested position, or for the latest event. */
  start(epoch: string, oldest: number, latest: number, resumedAfter = this.resumeAfter ?? latest): void {
    this.send({
      kind: 'started', subscriptionId: `kit-${this.number}`, epoch, oldest, latest, resumedAfter, state: 'ready',
      limits: { bufferEvents: 5_000, maxBatch: 500, historyEvents: 100_000, historySeconds: 300, idleIntervalMs: 5_000 },
    });
  }

  send(...items: readonly StreamItem[]): void {
    for (const item of items) {
      if (!this.#ended) {
        this.#transcript.add({ type: 'sent', subscription: this.number, item });
        this.#connection.send(this.#messageOf(item));
      }
    }
  }

  /** Sends an item with members that the contract does not have. */
  sendWith(item: StreamItem, more: object): void {
    this.#transcript.add({ type: 'sent', subscription: this.number, item });
    this.#connection.send({ ...this.#messageOf({ ...item, ...more }), ...more });
  }

  /** Sends an item that breaks the contract. */
  sendHostile(rule: RuleId, item: unknown): void {
    this.#transcript.add({ type: 'sentHostile', subscription: this.number, rule, values: valuesIn(item), item });
    this.#connection.send(this.#messageOf(item));
  }

  /** Sends a hub message that does not belong to the stream. */
  sendMessage(message: HubMessage): void {
    this.#connection.send(message);
  }

  complete(): void {
    this.#finish({ how: 'completed' });
    this.#connection.send({ type: messageTypes.completion, invocationId: this.#invocationId });
  }

  /** Ends the stream with an error in the gateway's form, with SignalR's text before it. */
  fail(code: string, text: string, retryAfterMs?: number): void {
    this.#finish({ how: 'failed', code, retryAfterMs });
    const hint = retryAfterMs === undefined ? '' : ` (retryAfterMs=${retryAfterMs})`;
    const error = `An error occurred on the server while streaming results. HubException: [${code}] ${text}${hint}`;
    this.#connection.send({ type: messageTypes.completion, invocationId: this.#invocationId, error });
  }

  /** Cuts the connection when everything that was sent has left. */
  async cut(): Promise<void> {
    this.#finish({ how: 'cut' });
    await this.#connection.cut();
  }

  /** Cuts the connection in the middle of the item's message. */
  async cutInside(item: StreamItem): Promise<void> {
    this.#finish({ how: 'cut' });
    await this.#connection.cutInside(this.#messageOf(item));
  }

  /** Sends half of the item's message as if it were a whole one, and cuts the connection. */
  async cutTruncated(item: StreamItem): Promise<void> {
    this.#finish({ how: 'cut' });
    await this.#connection.sendTruncated(this.#messageOf(item));
  }

  /** Ends the connection as a gateway that stops does. */
  closeConnection(): void {
    this.#finish({ how: 'cut' });
    this.#connection.close(undefined, true);
  }

  /** The client cancelled the stream or has disconnected. */
  left(): void {
    this.#finish({ how: 'left' });
  }

  #finish(end: SubscriptionEnd): void {
    if (!this.#ended) {
      this.#ended = true;
      this.#transcript.add({ type: 'ended', subscription: this.number, ...end });
    }
  }

  #messageOf(item: unknown): HubMessage {
    return { type: messageTypes.streamItem, invocationId: this.#invocationId, item };
  }
}

/** The values of events that the item seems to have. */
function valuesIn(item: unknown): readonly number[] {
  const events: unknown = isRecord(item) ? item['events'] : undefined;
  return Array.isArray(events)
    ? events.flatMap((event: unknown) => (isRecord(event) && typeof event['value'] === 'number' && eventOf(event['value']) !== undefined ? [event['value']] : []))
    : [];
}
