import { decode, encode } from '@msgpack/msgpack';
import { isRecord } from '../wire.js';
import { type HubMessage, type HubProtocol, messageTypes } from './messages.js';

const completionError = 1;
const completionVoid = 2;
const completionResult = 3;

/** Types of a variant and families, as the rows of events number them. */
const int32Variant = 3;
const dataChangeFamily = 1;

/** SignalR's hub protocol `messagepack`. Events are rows, times are microseconds since 1970; everything else is as in JSON. */
export const messagePackProtocol: HubProtocol = {
  name: 'messagepack',
  encode: (message) => framed(Buffer.from(encode(bodyOf(message), { ignoreUndefined: true }))),
  decode: (data) => bodiesOf(data).map((body) => messageOf(decode(body))),
};

function bodyOf(message: HubMessage): unknown {
  switch (message.type) {
    case messageTypes.invocation:
      return [message.type, {}, message.invocationId ?? null, message.target, message.arguments ?? [], []];
    case messageTypes.streamItem:
      return [message.type, {}, message.invocationId, contractValue(message.item)];
    case messageTypes.completion:
      return message.error !== undefined ? [message.type, {}, message.invocationId, completionError, message.error]
        : message.result === undefined ? [message.type, {}, message.invocationId, completionVoid]
          : [message.type, {}, message.invocationId, completionResult, contractValue(message.result)];
    case messageTypes.close:
      return [message.type, message.error ?? null, message.allowReconnect ?? false];
    default:
      return [message.type];
  }
}

function messageOf(body: unknown): HubMessage {
  if (!Array.isArray(body) || typeof body[0] !== 'number') {
    throw new Error('The bytes are no message of the hub protocol.');
  }
  const [, , invocationId, target, args] = body as readonly unknown[];
  return {
    type: body[0],
    invocationId: typeof invocationId === 'string' ? invocationId : undefined,
    target: typeof target === 'string' ? target : undefined,
    arguments: Array.isArray(args) ? args : undefined,
  };
}

/** The value with each event as a row and each time as a number. */
function contractValue(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(contractValue);
  }
  if (typeof value === 'string') {
    return timeOf(value) ?? value;
  }
  if (!isRecord(value)) {
    return value;
  }
  return value['family'] === 'OnDataChange' ? rowOf(value)
    : Object.fromEntries(Object.entries(value).map(([name, member]) => [name, contractValue(member)]));
}

function rowOf(event: Readonly<Record<string, unknown>>): readonly unknown[] {
  return [
    event['sequence'], dataChangeFamily, event['serverHandle'], event['itemHandle'], contractValue(event['workerTime']), null,
    event['quality'], contractValue(event['sourceTime']), int32Variant, event['value'],
  ];
}

function timeOf(text: string): number | undefined {
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text) ? Date.parse(text) * 1000 : undefined;
}

/** Each message is preceded by its length in groups of seven bits, the lowest first. */
function framed(body: Buffer): Buffer {
  const prefix: number[] = [];
  let rest = body.length;
  do {
    prefix.push(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
    rest >>>= 7;
  } while (rest > 0);
  return Buffer.concat([Buffer.from(prefix), body]);
}

function bodiesOf(data: Buffer): readonly Buffer[] {
  const bodies: Buffer[] = [];
  for (let at = 0; at < data.length;) {
    let length = 0;
    let shift = 0;
    let byte: number;
    do {
      byte = data[at] ?? 0;
      length |= (byte & 0x7f) << shift;
      shift += 7;
      at += 1;
    } while (byte > 0x7f);
    bodies.push(data.subarray(at, at + length));
    at += length;
  }
  return bodies;
}
