import type { MxScalar, MxStatus, MxValue } from './values.js';

/** A value inside a command: typed, or plain JSON whose type the server infers. */
export type WireValue = MxValue | MxScalar | readonly MxScalar[];

interface Deadline {
  /** Deadline of the command in milliseconds; absent means the server's default, beyond its maximum is refused. */
  readonly timeoutMs?: number;
}

interface OnServer {
  readonly serverHandle: number;
}

interface OnItem extends OnServer {
  readonly itemHandle: number;
}

/** One element of a bulk write. Which fields count depends on the method, as for the single forms. */
export interface MxWrite {
  readonly itemHandle: number;
  readonly value: WireValue;
  readonly timestamp?: WireValue;
  readonly userId?: number;
  readonly verifierUserId?: number;
}

interface SecuredUsers {
  /** The current user. */
  readonly userId: number;
  readonly verifierUserId: number;
}

interface Handles extends OnServer {
  readonly itemHandles: readonly number[];
}

interface Definitions extends OnServer {
  readonly itemDefinitions: readonly string[];
}

interface CommandFields {
  Register: { readonly clientName: string };
  Unregister: OnServer;
  AddItem: OnServer & { readonly itemDefinition: string };
  AddItem2: OnServer & { readonly itemDefinition: string; readonly itemContext: string };
  AddBufferedItem: OnServer & { readonly itemDefinition: string; readonly itemContext: string };
  RemoveItem: OnItem;
  Advise: OnItem;
  UnAdvise: OnItem;
  AdviseSupervisory: OnItem;
  Suspend: OnItem;
  Activate: OnItem;
  Write: OnItem & { readonly value: WireValue; readonly userId: number };
  Write2: OnItem & { readonly value: WireValue; readonly timestamp: WireValue; readonly userId: number };
  WriteSecured: OnItem & SecuredUsers & { readonly value: WireValue };
  WriteSecured2: OnItem & SecuredUsers & { readonly value: WireValue; readonly timestamp: WireValue };
  AuthenticateUser: OnServer & { readonly userName: string; readonly password: string };
  ArchestrAUserToId: OnServer & { readonly userGuid: string };
  /** Milliseconds. */
  SetBufferedUpdateInterval: OnServer & { readonly updateInterval: number };
  AddItemBulk: Definitions;
  AdviseItemBulk: Handles & { readonly supervisory?: boolean };
  RemoveItemBulk: Handles;
  UnAdviseItemBulk: Handles;
  SubscribeBulk: Definitions & { readonly supervisory?: boolean };
  UnsubscribeBulk: Handles;
  WriteBulk: OnServer & { readonly writes: readonly MxWrite[] };
  Write2Bulk: OnServer & { readonly writes: readonly MxWrite[] };
  WriteSecuredBulk: OnServer & { readonly writes: readonly MxWrite[] };
  WriteSecured2Bulk: OnServer & { readonly writes: readonly MxWrite[] };
  /** `readTimeoutMs`: how long to wait for first values; absent means 80 % of the deadline. */
  ReadBulk: Definitions & {
    readonly readTimeoutMs?: number;
    /** Oldest value, in milliseconds, that an advised item may be answered with: 0 reads every item anew, absent takes any. */
    readonly maxAgeMs?: number;
  };
  GetSessionState: object;
  GetWorkerInfo: object;
  Ping: object;
}

export type MxMethod = keyof CommandFields;

/** The command of one method. */
export type MxCommandOf<M extends MxMethod> = { readonly method: M } & CommandFields[M] & Deadline;

/** One command to a session: the method says which fields it needs. */
export type MxCommand = { [M in MxMethod]: MxCommandOf<M> }[MxMethod];

/** The outcome of one element of a bulk command. */
export interface MxItemResult {
  readonly itemDefinition?: string;
  readonly itemHandle?: number;
  /** HRESULT of the call for this element; 0 is S_OK, negative is failure. */
  readonly hresult: number;
  readonly diagnostic?: string;
  /** ReadBulk: the value, raw quality, source time (UTC) and statuses of the first callback. */
  readonly value?: MxValue;
  readonly quality?: number;
  readonly sourceTime?: string;
  readonly statuses?: readonly MxStatus[];
  /** ReadBulk: the value is the last one of an item that is advised, had by the worker at `workerTime` (UTC). */
  readonly cached?: boolean;
  readonly workerTime?: string;
}

/** What the worker answered. A failing HRESULT of MXAccess is an answer; see `hresult`. */
export interface MxReply {
  readonly method: MxMethod;
  /** 0 is S_OK, negative is failure. */
  readonly hresult: number;
  readonly diagnostic?: string;
  /** A server handle, an item handle or a user id. */
  readonly returnValue?: number;
  readonly status?: MxStatus;
  readonly results?: readonly MxItemResult[];
  readonly session?: SessionItems;
  readonly worker?: WorkerInfo;
}

export type AdviseKind = 'none' | 'plain' | 'supervisory';

/** One Register that is in force. */
export interface ServerInfo {
  readonly serverHandle: number;
  readonly clientName: string;
}

/** One item of a session: what its handle stands for. */
export interface ItemInfo {
  readonly serverHandle: number;
  readonly itemHandle: number;
  /** The item reference as it was given to AddItem. */
  readonly itemDefinition: string;
  readonly itemContext?: string;
  readonly advised: AdviseKind;
  readonly buffered: boolean;
  readonly suspended: boolean;
  /** Events of this handle with a higher sequence belong to this item. */
  readonly addedAfter: number;
}

/** What a session holds in its worker at one moment. */
export interface SessionItems {
  readonly servers: readonly ServerInfo[];
  readonly items: readonly ItemInfo[];
  /** Writes that were accepted and whose OnWriteComplete has not come yet. */
  readonly pendingWrites: number;
}

/** The worker process behind a session. */
export interface WorkerInfo {
  readonly processId: number;
  /** `x86`, `x64` or `arm64`. */
  readonly architecture: string;
  readonly backend: string;
  readonly epoch: string;
  readonly startedAt: string;
  readonly oldestSequence: number;
  readonly latestSequence: number;
  readonly ringEvents: number;
  readonly ringBytes: number;
  readonly overwrittenEvents: number;
  readonly workingSetBytes: number;
  /** The call into MXAccess that should have come back by now; absent when all is well. Commands are refused meanwhile. */
  readonly suspectCall?: { readonly method: string; readonly runningMs: number };
  /**
   * Whether the platform behind MXAccess is there; absent when the worker does not watch it. One that came back serves new
   * registrations only: servers registered before `since` must be registered anew.
   */
  readonly platform?: { readonly state: "unknown" | "alive" | "lost"; readonly since: string };
}
