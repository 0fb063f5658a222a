import {
  type CancelInvocationMessage, type CloseMessage, type CompletionMessage, type HubMessage, type IHubProtocol, type InvocationMessage,
  MessageType, type StreamInvocationMessage, TransferFormat,
} from '@microsoft/signalr';
import { readContractValue } from './contractValue.js';
import { malformed } from './malformed.js';
import { MessagePackReader } from './MessagePackReader.js';
import { MessagePackWriter } from './MessagePackWriter.js';

/** The messages a server sends, as SignalR numbers them. */
const messageType = { invocation: 1, streamItem: 2, completion: 3, ping: 6, close: 7 } as const;

/** How a completion ends its call. */
const completionError = 1;
const completionVoid = 2;
const completionResult = 3;

/** What this client sends; it takes part in no stream to the server and in no stateful reconnect. */
type Outgoing = HubMessage & { readonly streamIds?: readonly string[] };

/**
 * SignalR's hub protocol `messagepack` for this contract: results and stream items come in the form the JSON wire has for
 * them. It replaces Microsoft's decoder, which creates an array with all its elements for every event before the event is used.
 */
export class MessagePackHubProtocol implements IHubProtocol {
  readonly name = 'messagepack';
  readonly version = 2;
  readonly transferFormat = TransferFormat.Binary;

  /** @throws GatewayError `ProtocolViolation`; SignalR then closes the connection. */
  parseMessages(input: string | ArrayBuffer): HubMessage[] {
    if (typeof input === 'string') {
      throw malformed('expected bytes.');
    }
    const bytes = new Uint8Array(input);
    const messages: HubMessage[] = [];
    for (let at = 0; at < bytes.length;) {
      const { start, end } = frameAt(bytes, at);
      const message = readMessage(new MessagePackReader(bytes, start, end));
      if (message !== undefined) {
        messages.push(message);
      }
      at = end;
    }
    return messages;
  }

  writeMessage(message: HubMessage): ArrayBuffer {
    const writer = new MessagePackWriter();
    write(writer, message);
    return framed(writer.written);
  }
}

/** Undefined for a type that a later version of the hub protocol has; such messages are ignored, as SignalR does. */
function readMessage(reader: MessagePackReader): HubMessage | undefined {
  const fields = reader.readArrayHeader();
  switch (reader.readInteger()) {
    case messageType.invocation: {
      const headers = readHeaders(reader);
      const id = readText(reader);
      const target = reader.readText();
      const args = readContractValue(reader, fields === 5) as unknown[];
      return { type: MessageType.Invocation, headers, target, arguments: args, ...(id === undefined ? {} : { invocationId: id }) };
    }
    case messageType.streamItem:
      return { type: MessageType.StreamItem, headers: readHeaders(reader), invocationId: reader.readText(), item: readContractValue(reader, fields === 4) };
    case messageType.completion:
      return readCompletion(reader, fields);
    case messageType.ping:
      return { type: MessageType.Ping };
    case messageType.close:
      return readClose(reader, fields);
    default:
      return undefined;
  }
}

function readCompletion(reader: MessagePackReader, fields: number): CompletionMessage {
  const head = { type: MessageType.Completion, headers: readHeaders(reader), invocationId: reader.readText() } as const;
  switch (reader.readInteger()) {
    case completionError:
      return { ...head, error: reader.readText() };
    case completionVoid:
      return head;
    case completionResult:
      return { ...head, result: readContractValue(reader, fields === 5) };
    default:
      throw malformed('the kind of a completion is unknown.');
  }
}

function readClose(reader: MessagePackReader, fields: number): CloseMessage {
  const error = readText(reader);
  const allowReconnect = fields > 2 && reader.readBoolean();
  return error === undefined ? { type: MessageType.Close, allowReconnect } : { type: MessageType.Close, error, allowReconnect };
}

function readHeaders(reader: MessagePackReader): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let left = reader.readMapHeader(); left > 0; left -= 1) {
    headers[reader.readText()] = reader.readText();
  }
  return headers;
}

function readText(reader: MessagePackReader): string | undefined {
  return reader.tryNil() ? undefined : reader.readText();
}

function write(writer: MessagePackWriter, message: Outgoing): void {
  switch (message.type) {
    case MessageType.Invocation:
    case MessageType.StreamInvocation:
      writeInvocation(writer, message);
      break;
    case MessageType.CancelInvocation:
      writeHead(writer, 3, message);
      break;
    case MessageType.Completion:
      writeCompletion(writer, message);
      break;
    case MessageType.Ping:
      writer.writeArrayHeader(1);
      writer.writeInteger(MessageType.Ping);
      break;
    default:
      throw malformed(`messages of type ${message.type} are not written.`);
  }
}

function writeInvocation(writer: MessagePackWriter, message: InvocationMessage | StreamInvocationMessage): void {
  writeHead(writer, 6, message);
  writer.writeText(message.target);
  writer.writeArrayHeader(message.arguments.length);
  for (const argument of message.arguments as readonly unknown[]) {
    writer.writeValue(argument);
  }
  writer.writeValue(message.streamIds ?? []);
}

/** SignalR answers so to a call from the server that it has no method for. */
function writeCompletion(writer: MessagePackWriter, message: CompletionMessage): void {
  const kind = message.error !== undefined ? completionError : message.result === undefined ? completionVoid : completionResult;
  writeHead(writer, kind === completionVoid ? 4 : 5, message);
  writer.writeInteger(kind);
  if (kind !== completionVoid) {
    writer.writeValue(message.error ?? message.result);
  }
}

type Headed = InvocationMessage | StreamInvocationMessage | CancelInvocationMessage | CompletionMessage;

function writeHead(writer: MessagePackWriter, fields: number, message: Headed): void {
  writer.writeArrayHeader(fields);
  writer.writeInteger(message.type);
  writer.writeValue(message.headers ?? {});
  writer.writeValue(message.invocationId ?? null);
}

const maxPrefixBytes = 5;

/** The message that begins here, behind its length in seven-bit groups, the lowest first. */
function frameAt(bytes: Uint8Array, at: number): { readonly start: number; readonly end: number } {
  let length = 0;
  for (let i = 0; i < maxPrefixBytes; i += 1) {
    const byte = bytes[at + i];
    if (byte === undefined) {
      break;
    }
    length += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) {
      const start = at + i + 1;
      if (start + length > bytes.length) {
        break;
      }
      return { start, end: start + length };
    }
  }
  throw malformed('a message is incomplete.');
}

function framed(body: Uint8Array): ArrayBuffer {
  const prefix: number[] = [];
  let rest = body.length;
  do {
    prefix.push(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
    rest >>>= 7;
  } while (rest > 0);
  const message = new Uint8Array(prefix.length + body.length);
  message.set(prefix);
  message.set(body, prefix.length);
  return message.buffer;
}
