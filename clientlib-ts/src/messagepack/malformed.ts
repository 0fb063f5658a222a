import { GatewayError } from '../errors.js';

/** The bytes are not what the wire's description says. */
export function malformed(detail: string): GatewayError {
  return new GatewayError('ProtocolViolation', `Malformed MessagePack: ${detail}`);
}
