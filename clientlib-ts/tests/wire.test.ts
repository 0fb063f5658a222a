import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type * as api from '../src/index.js';
import type * as wire from '../src/wire.js';

/** Compiles only when each type can stand for the other. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
/** Compiles only when what this library sends is what the contract takes. */
type Takes<Contract, Ours> = [Ours] extends [Contract] ? true : false;

const fixture = (name: string): URL => new URL(`../../Tests/Fixtures/${name}`, import.meta.url);

it('the types made from the contract are those of this library', () => {
  const same: readonly true[] = [
    true satisfies Same<wire.StreamItem, api.StreamItem>,
    true satisfies Same<wire.MxEvent, api.MxEvent>,
    true satisfies Same<wire.MxReply, api.MxReply>,
    true satisfies Same<wire.SessionInfo, api.SessionInfo>,
    true satisfies Same<wire.FeedItem, api.FeedItem>,
    true satisfies Same<wire.AlarmItem, api.AlarmItem>,
    true satisfies Same<wire.OverviewItem, api.OverviewItem>,
    true satisfies Same<wire.AlarmCommandResult, api.AlarmCommandResult>,
    true satisfies Same<wire.HubLimits, api.HubLimits>,
    true satisfies Same<wire.TokenRenewal, api.TokenRenewal>,
    true satisfies Same<wire.FeedCursor, api.FeedCursor>,
    // A part's item is never `started`, which the contract's type does not say.
    true satisfies Takes<wire.MultiSessionItem, api.MultiSessionItem>,
    true satisfies Takes<wire.StreamRequest, api.StreamRequest>, true satisfies Same<keyof wire.StreamRequest, keyof api.StreamRequest>,
    true satisfies Takes<wire.StreamSettings, api.StreamSettings>, true satisfies Same<keyof wire.StreamSettings, keyof api.StreamSettings>,
    true satisfies Takes<wire.MultiSessionRequest, api.MultiSessionRequest>, true satisfies Same<keyof wire.MultiSessionRequest, keyof api.MultiSessionRequest>,
    true satisfies Takes<wire.FeedRequest, api.FeedRequest>, true satisfies Same<keyof wire.FeedRequest, keyof api.FeedRequest>,
    true satisfies Takes<wire.AlarmRequest, api.AlarmRequest>, true satisfies Same<keyof wire.AlarmRequest, keyof api.AlarmRequest>,
    true satisfies Takes<wire.OpenSessionRequest, api.OpenSessionRequest>, true satisfies Same<keyof wire.OpenSessionRequest, keyof api.OpenSessionRequest>,
    true satisfies Takes<wire.AcknowledgeAlarmRequest, api.AcknowledgeAlarmRequest>, true satisfies Same<keyof wire.AcknowledgeAlarmRequest, keyof api.AcknowledgeAlarmRequest>,
    true satisfies Takes<wire.AcknowledgeAlarmsRequest, api.AcknowledgeAlarmsRequest>, true satisfies Same<keyof wire.AcknowledgeAlarmsRequest, keyof api.AcknowledgeAlarmsRequest>,
    true satisfies Takes<wire.ShelveAlarmRequest, api.ShelveAlarmRequest>, true satisfies Same<keyof wire.ShelveAlarmRequest, keyof api.ShelveAlarmRequest>,
    true satisfies Takes<wire.MxCommand, api.MxCommand>,
  ];
  expect(same).not.toContain(false);
});

it('the types name the times that MessagePack carries as numbers', () => {
  const times: Readonly<Record<wire.TimeName, true>> = {
    acknowledgedAt: true, activeSince: true, adoptedAt: true, at: true, callbackTime: true, clearedAt: true, createdAt: true,
    expiresAt: true, graceEndsAt: true, lastActivityAt: true, lastGapAt: true, raisedAt: true, since: true, slowSince: true,
    sourceTime: true, staleSince: true, startedAt: true, tokenExpiresAt: true, unknownSince: true, workerTime: true,
  };
  const { times: golden } = JSON.parse(readFileSync(fixture('contract.json'), 'utf8')) as { readonly times: readonly string[] };
  expect(golden).toEqual(expect.arrayContaining(Object.keys(times)));
});

it('a packed item has rows for events and numbers for times', () => {
  const row: wire.EventRow = [7, 1, 1, 2, 1_700_000_000_000_000, null, 192, [1_700_000_000_000_000, 3], 5, 49.9];
  const item: wire.Packed<wire.EventsItem> = { kind: 'events', first: 7, last: 7, events: [row] };
  const [event] = item.events;
  // The family tells what the fields are.
  const quality: number | undefined = event?.[1] === 1 ? event[6] : undefined;
  const limits: wire.Packed<wire.StreamLimits>['tokenExpiresAt'] = 1_700_000_000_000_000;
  expect([quality, limits]).toEqual([192, 1_700_000_000_000_000]);
});

it('the module has no code and imports nothing', () => {
  const source = readFileSync(new URL('../src/wire.ts', import.meta.url), 'utf8');
  expect(source.replaceAll(/^\/\/.*$/gm, '')).not.toMatch(/^\s*(import|export (?!type|interface)|const|let|var|function|class)\b/m);
});
