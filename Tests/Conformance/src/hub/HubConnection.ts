import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { jsonProtocol, recordSeparator } from './jsonProtocol.js';
import { messagePackProtocol } from './messagePackProtocol.js';
import { type HubMessage, type HubProtocol, messageTypes } from './messages.js';

/** What happens to messages of a connection that has been shaken. */
export interface HubConnectionHandler {
  message(message: HubMessage): void;
  closed(): void;
  /** The client sent bytes that are no messages; the connection is closed by then. */
  malformed?(detail: string): void;
}

/** How long a client may take to notice a cut before its connection is reset. */
const lingerMs = 1_000;

const protocols: readonly HubProtocol[] = [jsonProtocol, messagePackProtocol];

/** The server's end of one hub connection over a WebSocket: the handshake, then messages in the protocol that the client chose. */
export class HubConnection {
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  #protocol: HubProtocol | undefined;
  #open = true;

  /** @param stream What the WebSocket runs over. */
  constructor(socket: WebSocket, stream: Duplex, handler: HubConnectionHandler) {
    this.#socket = socket;
    this.#stream = stream;
    socket.on('message', (data: RawData) => { this.#receive(bytesOf(data), handler); });
    socket.on('close', () => {
      this.#open = false;
      handler.closed();
    });
    // A client that disconnects in the middle of something is reported by 'close' as well.
    socket.on('error', () => undefined);
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Name of the hub protocol; undefined before the handshake. */
  get protocol(): string | undefined {
    return this.#protocol?.name;
  }

  send(message: HubMessage): void {
    if (this.#open && this.#protocol !== undefined) {
      this.#socket.send(this.#protocol.encode(message), { binary: this.#isBinary });
    }
  }

  /** Sends the beginning of a message and cuts the connection. */
  async cutInside(message: HubMessage): Promise<void> {
    const bytes = this.#protocol?.encode(message) ?? Buffer.alloc(0);
    await this.#write(bytes.subarray(0, Math.ceil(bytes.length / 2)), false);
    await this.cut();
  }

  /** Sends a WebSocket message that has only the beginning of a hub message, and cuts the connection. */
  async sendTruncated(message: HubMessage): Promise<void> {
    const bytes = this.#protocol?.encode(message) ?? Buffer.alloc(0);
    await this.#write(bytes.subarray(0, Math.ceil(bytes.length / 2)), true);
    await this.cut();
  }

  /** Ends the connection without any closing handshake, when everything that was sent has left. */
  async cut(): Promise<void> {
    if (this.#open) {
      // The end of the stream and not a reset, which would take away what the client has received and not yet read.
      await new Promise<void>((resolve) => { this.#stream.end(() => { resolve(); }); });
      setTimeout(() => { this.#socket.terminate(); }, lingerMs).unref();
    }
  }

  /** Ends the connection as SignalR does: a close message, then the WebSocket's closing handshake. */
  close(error?: string, allowReconnect = false): void {
    this.send({ type: messageTypes.close, error, allowReconnect });
    this.#socket.close();
  }

  get #isBinary(): boolean {
    return this.#protocol === messagePackProtocol;
  }

  #write(bytes: Buffer, isWhole: boolean): Promise<void> {
    return new Promise((resolve) => { this.#socket.send(bytes, { binary: this.#isBinary, fin: isWhole }, () => { resolve(); }); });
  }

  #receive(data: Buffer, handler: HubConnectionHandler): void {
    try {
      const rest = this.#protocol === undefined ? this.#shake(data) : data;
      for (const message of this.#protocol?.decode(rest) ?? []) {
        handler.message(message);
      }
    } catch (error) {
      handler.malformed?.((error as Error).message);
      this.close('The message could not be read.');
    }
  }

  /** Answers the handshake, which is JSON in every protocol. Returns what follows it. */
  #shake(data: Buffer): Buffer {
    const end = data.indexOf(recordSeparator);
    if (end < 0) {
      throw new Error('The handshake has no end.');
    }
    const { protocol: name } = JSON.parse(data.subarray(0, end).toString('utf8')) as { readonly protocol?: unknown };
    this.#protocol = protocols.find((protocol) => protocol.name === name);
    const answer = this.#protocol === undefined ? { error: `The protocol '${String(name)}' is not supported.` } : {};
    this.#socket.send(JSON.stringify(answer) + recordSeparator, { binary: this.#isBinary });
    if (this.#protocol === undefined) {
      this.#socket.close();
    }
    return data.subarray(end + recordSeparator.length);
  }
}

function bytesOf(data: RawData): Buffer {
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data);
}
