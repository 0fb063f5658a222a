import { isRecord } from '../wire.js';
import type { HubMessage, HubProtocol } from './messages.js';

/** Ends each message, also the handshake's. */
export const recordSeparator = '\u001e';

/** SignalR's hub protocol `json`. */
export const jsonProtocol: HubProtocol = {
  name: 'json',
  encode: (message) => Buffer.from(JSON.stringify(message) + recordSeparator),
  decode: (data) => data.toString('utf8').split(recordSeparator).filter((text) => text !== '').map(messageOf),
};

function messageOf(text: string): HubMessage {
  const message: unknown = JSON.parse(text);
  if (!isRecord(message) || typeof message['type'] !== 'number') {
    throw new Error(`'${text.slice(0, 80)}' is no message of the hub protocol.`);
  }
  const { invocationId, target } = message;
  return {
    ...message,
    type: message['type'],
    invocationId: typeof invocationId === 'string' ? invocationId : undefined,
    target: typeof target === 'string' ? target : undefined,
    arguments: Array.isArray(message['arguments']) ? message['arguments'] : undefined,
  };
}
