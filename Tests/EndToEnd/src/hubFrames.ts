import { decode } from '@msgpack/msgpack';

/** The messages in a WebSocket payload of the hub, as arrays; handshake messages are left out. */
export function hubMessages(payload: string | Buffer): readonly (readonly unknown[])[] {
  const messages: (readonly unknown[])[] = [];
  if (typeof payload === 'string' || payload[0] === 0x7b) {
    return messages;
  }
  for (let at = 0; at < payload.length;) {
    let length = 0;
    for (let shift = 1; ; shift *= 0x80) {
      const byte = payload[at] ?? 0;
      at += 1;
      length += (byte & 0x7f) * shift;
      if (byte < 0x80) {
        break;
      }
    }
    messages.push(decode(payload.subarray(at, at + length)) as readonly unknown[]);
    at += length;
  }
  return messages;
}
