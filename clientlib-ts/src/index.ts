export { GatewayClient, type GatewayClientOptions } from './GatewayClient.js';
export type { ConnectionState, ConnectionStateChange, ReconnectOptions } from './ConnectionKeeper.js';
export { Session, type SessionHost } from './Session.js';
export { SessionCommands, type AdviseOptions, type SecuredUsersInput, type SubscribeOptions, type WriteInput } from './SessionCommands.js';
export { EventStream } from './EventStream.js';
export type { EventBatch, SnapshotBatch } from './EventBatch.js';
export type { EventColumns } from './columns.js';
export type {
  EventsRequest, EventStreamSettings, EventStreamStatus, ResumeCause, SessionStartedItem, SessionStreamItem, TransportSource,
} from './eventsRequest.js';
export {
  MultiSessionEventStream, type MultiSessionEventsRequest, type MultiSessionJoinedItem, type MultiSessionLeftItem, type MultiSessionRoutedItem,
  type MultiSessionStreamItem, type MultiSessionStreamStartedItem,
} from './MultiSessionEventStream.js';
export { LiveItems } from './LiveItems.js';
export type * from './liveContracts.js';
export { FeedStream, type FeedHost, type FeedStreamItem, type FeedStreamRequest, type FeedStreamStartedItem } from './FeedStream.js';
export { AlarmStream, type AlarmStreamItem, type AlarmStreamPosition, type AlarmStreamRequest, type AlarmStreamStartedItem } from './AlarmStream.js';
export { AlarmTable, type AlarmTableChanges, type AlarmTableOptions } from './AlarmTable.js';
export { type AlarmCounts, type AlarmMainState, alarmStateOf, isSuppressed } from './alarmStates.js';
export { OverviewStream, type OverviewStreamRequest } from './OverviewStream.js';
export { OverviewTable, type ReaderOverview, type SessionOverview } from './OverviewTable.js';
export { ItemResolver } from './ItemResolver.js';
export { type StartPosition, type StreamPosition } from './resume.js';
export {
  type ClientErrorCode, dutyOf, type ErrorCode, type ErrorDuty, type GatewayErrorCode, gatewayErrorCodes, isGatewayErrorCode,
} from './codes.js';
export { formatHresult, GatewayError, MxAccessError, parseGatewayError } from './errors.js';
export { statusDetails, statusText } from './statusText.js';
export { isMxEvent, isStreamItem, statusesOf, succeeded } from './guards.js';
export type { BackoffOptions } from './backoff.js';
export type { AccessTokenSource, HubProtocolName, HubTransport, HubTransportFactory, StreamObserver, WebSocketClass } from './HubTransport.js';
export type { Logger } from './logger.js';
export type { Timers } from './timers.js';
export * from './contracts.js';
export type * from './multiSessionContracts.js';
export type * from './feedContracts.js';
export type * from './alarmContracts.js';
export type * from './itemContracts.js';
export type * from './overviewContracts.js';
export type * from './commands.js';
export * from './values.js';
