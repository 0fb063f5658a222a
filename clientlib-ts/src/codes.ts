/** What an error asks of the client. Follows from the code's range. */
export type ErrorDuty = 'retryWithResume' | 'startOver' | 'giveUp' | 'outcomeUnknown';

/**
 * The server's stable error codes. The range carries the client's duty: 1000 retry with resume, 2000 start over,
 * 3000 give up, 4000 outcome unknown.
 */
export const gatewayErrorCodes = {
  SlowConsumer: 1001,
  GatewayStopping: 1002,
  TooManyPendingCommands: 1003,
  TooManyInvocations: 1004,
  TooManySessions: 1005,
  TooManySubscribers: 1006,
  StartTimedOut: 1007,
  WorkerUnavailable: 1008,
  SessionNotReady: 1009,
  TooManyRequests: 1010,
  FeedUnavailable: 1011,
  StoreUnavailable: 1012,
  SiteUnavailable: 1013,

  SessionNotFound: 2001,
  SessionClosed: 2002,
  WorkerLost: 2003,
  SessionFaulted: 2004,
  WorkerStartFailed: 2005,

  InvalidArgument: 3001,
  Unauthenticated: 3002,
  Forbidden: 3003,
  Unsupported: 3004,
  TokenExpired: 3005,
  TokenRevoked: 3006,
  NotFound: 3007,
  StreamEnded: 3008,
  Internal: 3900,

  CommandTimedOut: 4001,
  CommandCanceled: 4002,
  OutcomeUnknown: 4003,
} as const;

/** A code the server names. */
export type GatewayErrorCode = keyof typeof gatewayErrorCodes;

/**
 * Codes that only this library raises. `ConnectionLost`: no connection, or it ended before the answer; what was asked may
 * have happened. `ProtocolViolation`: the stream broke its own rules twice. `ClientClosed`: the client was closed.
 * `UnknownError`: the server failed without a code this version knows.
 */
export type ClientErrorCode = 'ConnectionLost' | 'ProtocolViolation' | 'ClientClosed' | 'UnknownError';

export type ErrorCode = GatewayErrorCode | ClientErrorCode;

export function isGatewayErrorCode(text: string): text is GatewayErrorCode {
  return Object.hasOwn(gatewayErrorCodes, text);
}

export function dutyOf(code: ErrorCode): ErrorDuty {
  if (!isGatewayErrorCode(code)) {
    return code === 'ConnectionLost' ? 'outcomeUnknown' : 'giveUp';
  }
  switch (Math.floor(gatewayErrorCodes[code] / 1000)) {
    case 1:
      return 'retryWithResume';
    case 2:
      return 'startOver';
    case 4:
      return 'outcomeUnknown';
    default:
      return 'giveUp';
  }
}
