import { describe, expect, it } from 'vitest';
import { itemsOf, itemsText, missingItems } from '../../src/live/chosenItems.ts';
import { readSets, writeSets } from '../../src/live/itemSetFile.ts';
import { liveFile } from '../../src/live/liveFile.ts';
import type { LiveRow } from '../../src/LiveModel.ts';

function row(reference: string, more: Partial<LiveRow> = {}): LiveRow {
  return {
    key: reference, source: '', origin: undefined, serverHandle: 1, itemHandle: 1, reference, named: true, dataType: 'Double', variantType: undefined,
    value: 1.5, quality: 192, sourceTime: '2026-03-01T12:00:00.5Z', sequence: 1, ...more,
  };
}

describe('a file with sets of items', () => {
  it('is read as it was written', () => {
    const sets = [{ name: 'Night shift', items: ['Tank101.Level.PV', 'a,b'] }];
    expect(readSets(writeSets(sets))).toEqual(sets);
  });

  it.each(['', '[]', '{}', '{"kind":"gateway.itemSets","sets":[{"name":"","items":["a"]}]}', '{"kind":"gateway.itemSets","sets":[{"name":"a","items":[]}]}', '{"kind":"gateway.itemSets","sets":[{"name":"a","items":[1]}]}', '{"kind":"other","sets":[]}'])(
    'is refused with a text for the user when it is %j', (text) => {
      expect(() => readSets(text)).toThrow(/^The file /);
    });
});

describe('the items of a link', () => {
  it('are in it unless they are too many', () => {
    const few = { items: ['Tank101.Level.PV', 'Tank 2.PV'] };
    expect(itemsOf(new URLSearchParams(new URLSearchParams({ items: itemsText(few) ?? '' }).toString()).get('items'))).toEqual(few.items);
    expect(itemsText({ items: Array.from({ length: 201 }, (_, i) => `Item${i}`) })).toBeUndefined();
  });

  it('are compared as references are, when it is said which a session lacks', () => {
    expect(missingItems({ items: ['tank101.level.pv', 'Pump.Cmd'] }, ['Tank101.Level.PV'])).toEqual(['Pump.Cmd']);
  });
});

describe('the values as a file', () => {
  it('have numbers as numbers, times with their zone and the columns that are shown', () => {
    const rows = [row('A'), row('=B', { value: '=1+1', dataType: 'String' }), row('C', { value: -2, quality: undefined, sourceTime: undefined })];
    expect(liveFile(rows, ['item', 'value', 'quality', 'time'])).toBe(
      "Item,Value,Quality,Source time\r\nA,1.5,good 192,2026-03-01T12:00:00.5Z\r\n'=B,'=1+1,good 192,2026-03-01T12:00:00.5Z\r\nC,-2,,\r\n");
    expect(liveFile(rows.slice(0, 1), ['item', 'type'])).toBe('Item,Type\r\nA,Double\r\n');
  });

  it('name the session of each row when there are several', () => {
    expect(liveFile([row('A', { origin: 'Hall 1' })], ['item'])).toBe('Session,Item\r\nHall 1,A\r\n');
  });
});
