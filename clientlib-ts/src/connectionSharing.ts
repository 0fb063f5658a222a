import type { GatewayError } from './errors.js';
import type { AccessTokenSource, HubProtocolName, HubTransportFactory } from './HubTransport.js';

/** The connection that a client wants. */
export interface WantedConnection {
  readonly accessToken: AccessTokenSource;
  readonly protocol?: HubProtocolName | undefined;
  readonly keepAliveIntervalMs?: number | undefined;
  readonly serverTimeoutMs?: number | undefined;
  readonly onTokenFailure?: ((error: GatewayError) => void) | undefined;
}

/** Lets the clients of several tabs use one connection; made by `shareTabs` of `@mxgateway/client/tabs`. */
export interface ConnectionSharing {
  /** @param direct Makes a connection that is not shared. */
  factory(wanted: WantedConnection, direct: HubTransportFactory): HubTransportFactory;
}
