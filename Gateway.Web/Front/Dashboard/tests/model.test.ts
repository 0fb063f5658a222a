import type { DataChangeEvent, ItemInfo } from '@mxgateway/client';
import { describe, expect, it } from 'vitest';
import { LiveModel } from '../src/LiveModel.ts';
import { StreamFacts } from '../src/StreamFacts.ts';
import { TrendData } from '../src/TrendData.ts';

function change(sequence: number, itemHandle: number, value: number): DataChangeEvent {
  return {
    sequence, family: 'OnDataChange', serverHandle: 1, itemHandle, dataType: 'Double', value, quality: 192,
    sourceTime: '2026-01-01T00:00:00Z', workerTime: '2026-01-01T00:00:00Z',
  };
}

function info(itemHandle: number, itemDefinition: string): ItemInfo {
  return { serverHandle: 1, itemHandle, itemDefinition, advised: 'plain', buffered: false, suspended: false, addedAfter: 0 };
}

describe('LiveModel', () => {
  it('keeps the latest value and reports each changed row once', () => {
    const model = new LiveModel();
    model.apply(change(1, 1, 10));
    model.apply(change(2, 1, 11));
    model.apply(change(3, 2, 20));
    const { dirty, shapeChanged } = model.takeChanges();
    expect(dirty.map((row) => [row.itemHandle, row.value])).toEqual([[1, 11], [2, 20]]);
    expect(shapeChanged).toBe(true);
    expect(model.takeChanges()).toEqual({ dirty: [], shapeChanged: false });
  });

  it('names rows, shows items without a value and forgets removed ones', () => {
    const model = new LiveModel();
    model.apply(change(1, 1, 10));
    model.setItems([info(1, '  Tank101.Level.PV '), { ...info(2, 'PV'), itemContext: 'Tank102' }]);
    expect([...model.rows.values()].map((row) => row.reference)).toEqual(['Tank101.Level.PV', 'Tank102.PV']);
    model.setItems([info(2, 'PV')]);
    expect([...model.rows.keys()]).toEqual(['1:2']);
    expect(model.takeChanges().shapeChanged).toBe(true);
  });

  it('restores what was saved', () => {
    const model = new LiveModel();
    model.apply(change(7, 1, 1.5));
    const copy = new LiveModel();
    copy.restore(JSON.parse(JSON.stringify(model.save())) as ReturnType<LiveModel['save']>);
    expect(copy.rows.get('1:1')).toMatchObject({ value: 1.5, sequence: 7 });
  });
});

describe('TrendData', () => {
  it('continues each line to the latest time and keeps times ascending', () => {
    const data = new TrendData();
    data.choose('a');
    data.add('a', 100, 1);
    data.add('a', 90, 2);
    data.add('other', 130, 5);
    expect(data.tables(60)).toEqual([[[100, 100, 130], [1, 2, 2]]]);
  });

  it('keeps the last point before the window, so that the line reaches its edge', () => {
    const data = new TrendData();
    data.choose('a');
    [10, 20, 300].forEach((time, i) => { data.add('a', time, i); });
    expect(data.tables(60)[0]?.[0]).toEqual([20, 300, 300]);
    data.add('other', 1000, 0);
    expect(data.tables(60)[0]?.[0]).toEqual([300, 1000]);
  });

  it('is bounded', () => {
    const data = new TrendData();
    data.choose('a');
    for (let i = 0; i < 50_000; i += 1) {
      data.add('a', i, i);
    }
    expect(data.series.get('a')?.times.length).toBeLessThanOrEqual(18_000);
  });
});

describe('StreamFacts', () => {
  it('counts resumes and keeps the latest gaps first', () => {
    const facts = new StreamFacts();
    const now = new Date(0);
    facts.apply({ kind: 'lagged', conflated: 2, dropped: 3 }, now);
    for (let i = 1; i <= 30; i += 1) {
      facts.apply({ kind: 'gap', reason: 'evicted', requestedAfter: 0, oldest: 1, latest: 1, missed: i }, now);
    }
    expect(facts.gaps).toHaveLength(20);
    expect(facts.gaps[0]?.missed).toBe(30);
    expect(facts).toMatchObject({ dropped: 3, conflated: 2, resumes: 0 });
  });
});
