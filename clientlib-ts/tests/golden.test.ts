import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type EventFamily, type GapReason, hubMethods, hubPath, type ModeReason, type SessionState, type SlowPolicy, type SnapshotPolicy, type StreamItem, type StreamMode,
  type SubscriptionPhase, type WorkerState,
} from '../src/contracts.js';
import { isMxEvent, isStreamItem } from '../src/guards.js';
import type {
  AlarmCause, AlarmCondition, AlarmGapReason, AlarmMonitorStatus, AlarmOutcome, AlarmState, AlarmSuppression, AlarmTransitionKind,
} from '../src/alarmContracts.js';
import type { ItemLevel } from '../src/itemContracts.js';
import type { HealthState, ReaderKind } from '../src/overviewContracts.js';
import type { FeedKind, FeedResetReason } from '../src/feedContracts.js';
import type { LeftReason } from '../src/multiSessionContracts.js';
import { readCursor, writeCursor } from '../src/multiSessionCursor.js';
import { PositionTracker } from '../src/resume.js';
import { type MxDataType, type MxStatusCategory, type MxStatusSource, type MxValue, toNumber, type VariantType } from '../src/values.js';
import {
  arrayFlag, categoryNumbers, dataTypeNumbers, familyNumbers, sourceNumbers, timeProperties, variantNumbers,
} from '../src/messagepack/wireNames.js';
import { started } from './fakes/items.js';

const wireNumbers = {
  eventFamily: familyNumbers, mxDataType: dataTypeNumbers, mxStatusCategory: categoryNumbers, mxStatusSource: sourceNumbers, variantType: variantNumbers,
};

// The server's tests write the golden files; both sides read the same files.
function golden(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../Tests/Fixtures/${name}`, import.meta.url), 'utf8'));
}

/** The compiler checks that every member of the type is named here, and nothing else. */
function names<T extends string>(members: Readonly<Record<T, true>>): readonly string[] {
  return Object.keys(members).sort();
}

const kinds = names<StreamItem['kind']>({ started: true, events: true, gap: true, snapshot: true, access: true, lagged: true, idle: true, state: true, mode: true });

const enums: Readonly<Record<string, readonly string[]>> = {
  eventFamily: names<EventFamily>({ OnDataChange: true, OnWriteComplete: true, OperationComplete: true, OnBufferedDataChange: true }),
  gapReason: names<GapReason>({ evicted: true, epochChanged: true, ahead: true, workerOverflow: true }),
  feedKind: names<FeedKind>({
    sessionOpened: true, sessionReady: true, sessionDetached: true, sessionAttached: true, sessionAdopted: true, sessionFaulted: true,
    sessionClosed: true, sessionTagged: true, sessionTraced: true, subscriptionStarted: true, subscriptionSlow: true, subscriptionEnded: true, workerStarted: true,
    workerExited: true, tokenMinted: true, tokenRenewed: true, tokenRevoked: true, loginSucceeded: true, loginRefused: true, accessRefused: true,
    configurationChanged: true, keyRotated: true, feedHole: true, alarmMonitorChanged: true, alarmRootsChanged: true, alarmAcknowledged: true,
    alarmShelved: true,
  }),
  feedResetReason: names<FeedResetReason>({ retention: true, epochChanged: true, ahead: true, lost: true }),
  alarmCause: names<AlarmCause>({ live: true, reconciled: true }),
  alarmCondition: names<AlarmCondition>({ normal: true, active: true, unknown: true }),
  alarmGapReason: names<AlarmGapReason>({ retention: true, epochChanged: true, ahead: true, lost: true }),
  alarmMonitorStatus: names<AlarmMonitorStatus>({ off: true, starting: true, watching: true, partial: true, blind: true }),
  alarmOutcome: names<AlarmOutcome>({ acknowledged: true, alreadyAcknowledged: true, shelved: true, unshelved: true, refused: true, unknown: true }),
  alarmState: names<AlarmState>({ unacknowledged: true, acknowledged: true, returned: true, normal: true, unknown: true, suppressed: true }),
  alarmSuppression: names<AlarmSuppression>({ none: true, shelved: true, silenced: true, disabled: true, unknown: true }),
  alarmTransitionKind: names<AlarmTransitionKind>({
    raised: true, found: true, cleared: true, acknowledged: true, becameUnknown: true, restored: true, changed: true, removed: true,
  }),
  itemLevel: names<ItemLevel>({ item: true, object: true, area: true }),
  healthState: names<HealthState>({ healthy: true, degraded: true, unhealthy: true }),
  readerKind: names<ReaderKind>({ session: true, manySessions: true, observer: true, changes: true, alarms: true }),
  leftReason: names<LeftReason>({ closed: true, faulted: true, notSelected: true, access: true }),
  modeReason: names<ModeReason>({ requested: true, slow: true, recovered: true }),
  sessionState: names<SessionState>({ creating: true, starting: true, ready: true, detached: true, closing: true, closed: true, faulted: true }),
  workerState: names<WorkerState>({ starting: true, ready: true, notAnswering: true, exited: true }),
  slowPolicy: names<SlowPolicy>({ end: true, conflate: true, endAtOnce: true }),
  snapshotPolicy: names<SnapshotPolicy>({ none: true, afterGap: true, always: true }),
  streamMode: names<StreamMode>({ lossless: true, conflate: true }),
  subscriptionPhase: names<SubscriptionPhase>({ catchingUp: true, live: true }),
  mxDataType: names<MxDataType>({
    Unknown: true, NoData: true, Boolean: true, Integer: true, Float: true, Double: true, String: true, Time: true, ElapsedTime: true,
    ReferenceType: true, StatusType: true, DataTypeEnum: true, SecurityClassificationEnum: true, DataQualityType: true, QualifiedEnum: true,
    QualifiedStruct: true, InternationalizedString: true, BigString: true,
  }),
  mxStatusCategory: names<MxStatusCategory>({
    Unknown: true, Ok: true, Pending: true, Warning: true, CommunicationError: true, ConfigurationError: true, OperationalError: true,
    SecurityError: true, SoftwareError: true, OtherError: true,
  }),
  mxStatusSource: names<MxStatusSource>({
    Unknown: true, RequestingLmx: true, RespondingLmx: true, RequestingNmx: true, RespondingNmx: true, RequestingAutomationObject: true,
    RespondingAutomationObject: true,
  }),
  variantType: names<VariantType>({
    Empty: true, Null: true, Int16: true, Int32: true, Float: true, Double: true, Currency: true, Date: true, String: true, Error: true, Boolean: true,
    Decimal: true, Int8: true, UInt8: true, UInt16: true, UInt32: true, Int64: true, UInt64: true, FileTime: true,
  }),
};

describe('the golden stream items', () => {
  const items = golden('stream-items.json') as readonly unknown[];

  it('have every kind of this version and no other', () => {
    expect([...new Set(items.map((item) => (item as StreamItem).kind))].sort()).toEqual(kinds);
  });

  it.each(items.map((item) => [(item as StreamItem).kind, item]))('are items and events of this version: %s', (_, item) => {
    const tracker = new PositionTracker();
    tracker.accept(started());
    expect(isStreamItem(item)).toBe(true);
    if (!isStreamItem(item)) {
      return;
    }
    if (item.kind === 'events' || item.kind === 'snapshot') {
      expect(item.events.filter((event) => !isMxEvent(event))).toEqual([]);
    }
    expect(tracker.accept(item).kind).toBeTypeOf('string');
  });
});

describe('the golden cursors', () => {
  const { cursors, refused } = golden('cursor.json') as {
    readonly cursors: readonly { readonly cursor: string; readonly positions: readonly { readonly sessionId: string; readonly epoch: string; readonly sequence: number }[] }[];
    readonly refused: readonly string[];
  };

  it.each(cursors.map(({ cursor, positions }) => [cursor, positions] as const))('are written and read: %s', (cursor, positions) => {
    const map = new Map(positions.map(({ sessionId, epoch, sequence }) => [sessionId, { epoch, sequence }]));
    expect(readCursor(cursor)).toEqual(map);
    expect(writeCursor(new Map([...map].reverse()))).toBe(cursor);
  });

  it.each(refused)('are no others: %j', (text) => {
    expect(() => readCursor(text)).toThrow('cursor');
  });
});

describe('the golden events', () => {
  const events = golden('events.json') as readonly unknown[];

  it('are events of every family', () => {
    expect(events.filter((event) => !isMxEvent(event))).toEqual([]);
    expect([...new Set(events.filter(isMxEvent).map((event) => event.family))].sort()).toEqual(enums['eventFamily']);
  });
});

describe('the golden values', () => {
  const values = golden('values.json') as Readonly<Record<string, MxValue>>;
  const named = (name: string): MxValue => values[name] ?? expect.fail(`there is no value named ${name}`);

  it('lose nothing that a number can hold', () => {
    expect(toNumber(named('int64 2^53-1'))).toBe(Number.MAX_SAFE_INTEGER);
    expect(named('int64 2^53+1').value).toBe('9007199254740993');
    expect(named('uint64 greatest').value).toBe('18446744073709551615');
    expect(toNumber(named('double NaN'))).toBeNaN();
    expect(toNumber(named('float infinity'))).toBe(Number.POSITIVE_INFINITY);
    expect(Object.is(toNumber(named('double -0')), -0)).toBe(true);
    expect(named('string unicode').value).toBe('Füllstand ≥ 80 % 🛢\u0000"\\');
  });

  it('name only types of this version', () => {
    for (const [name, value] of Object.entries(values)) {
      expect(enums['mxDataType'], name).toContain(value.dataType);
      expect([undefined, ...(enums['variantType'] ?? [])], name).toContain(value.variantType);
    }
  });
});

describe('the golden contract', () => {
  const contract = golden('contract.json') as {
    readonly path: string; readonly methods: readonly string[]; readonly enums: Readonly<Record<string, Readonly<Record<string, number>>>>;
    readonly times: readonly string[];
  };

  it('has the hub\'s path and methods', () => {
    expect(hubPath).toBe(contract.path);
    expect(Object.values(hubMethods).sort()).toEqual([...contract.methods].sort());
  });

  it('has the times that MessagePack carries as numbers', () => {
    expect(contract.times.filter((name) => !timeProperties.has(name))).toEqual([]);
  });

  it.each(Object.entries(wireNumbers))('has the numbers of %s that event rows carry', (name, members) => {
    const { Array: flag, ...others } = contract.enums[name] ?? {};
    expect(members).toEqual(others);
    expect([undefined, arrayFlag]).toContain(flag);
  });

  it.each(Object.entries(enums))('has the names of %s', (name, members) => {
    expect(Object.keys(contract.enums[name] ?? {}).filter((member) => name !== 'variantType' || member !== 'Array').sort()).toEqual(members);
  });
});
