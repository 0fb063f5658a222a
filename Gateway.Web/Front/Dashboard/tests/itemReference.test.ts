import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseReferences } from '../src/AddItems.ts';
import { normalReference, sameReference } from '../src/itemReference.ts';

interface Case {
  readonly reference: string;
  readonly context?: string;
  readonly meanings: readonly string[];
}

describe('item references', () => {
  it('have the normal form that the gateway gives them', () => {
    const cases = JSON.parse(readFileSync(new URL('../../../../Tests/Fixtures/item-references.json', import.meta.url), 'utf8')) as readonly Case[];
    expect(cases.map(({ reference, context }) => normalReference(reference, context))).toEqual(cases.map(({ meanings }) => meanings[0]));
  });

  it('are the same whatever their case, blanks and context', () => {
    expect(sameReference(' Level.pv ', 'TANK101')).toBe(sameReference('tank101.Level.PV'));
    expect(parseReferences(' Tank101.PV \r\n\ntank101.pv\nTank102.PV')).toEqual(['tank101.pv', 'Tank102.PV']);
  });
});
