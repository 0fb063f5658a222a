import { describe, expect, it } from 'vitest';
import { entryFacts, entryName, inside, pageText, queryOf } from '../../src/live/findPlace.ts';

describe('finding items', () => {
  it('goes from areas to objects to items, and words look for items where one is', () => {
    expect(queryOf({ text: '' })).toEqual({ level: 'area' });
    const area = inside({ text: '' }, { level: 'area', reference: '' });
    expect(queryOf(area)).toEqual({ level: 'object', area: '' });
    const object = inside(area, { level: 'object', reference: 'Tank101' });
    expect(queryOf(object)).toEqual({ level: 'item', area: '', object: 'Tank101' });
    expect(queryOf({ ...area, text: ' level pv ' })).toEqual({ level: 'item', area: '', like: 'level pv' });
    expect(queryOf({ text: 'Tank*' })).toEqual({ level: 'item', like: 'Tank*' });
  });

  it('shows what is known of an entry', () => {
    expect(entryFacts({ level: 'item', reference: 'Tank101.Level.PV', dataType: 'Float', unit: '%', description: 'Level' })).toBe('Float · % · Level');
    expect(entryFacts({ level: 'area', reference: 'Plant', count: 1 })).toBe('1 object');
    expect(entryName({ level: 'area', reference: '' })).toBe('Without an area');
  });

  it('says how many there are and what is missing', () => {
    expect(pageText({ items: [], total: 0, unreadObjects: 0 }, 0)).toBe('Nothing found.');
    expect(pageText({ items: [{ level: 'item', reference: 'A' }], total: 412, unreadObjects: 3, notice: 'The dump cannot be read.' }, 1)).toBe(
      '1 of 412. 3 more objects were not searched; open one to see its items. The dump cannot be read.');
  });
});
