import { describe, expect, it } from 'vitest';
import { columnsOf, columnsText, standardColumns } from '../../src/tables/columnChoice.ts';
import { csvOf } from '../../src/tables/csv.ts';
import { fileName } from '../../src/tables/download.ts';
import { tableFile } from '../../src/tables/tableFile.ts';
import { compareTexts, wordTest } from '../../src/tables/words.ts';

const columns = [
  { key: 'name', title: 'Name', text: ({ name }: Row) => name },
  { key: 'rate', title: 'Rate', text: ({ rate }: Row) => `${rate ?? '–'} per s`, number: ({ rate }: Row) => rate },
  { key: 'at', title: 'At', text: () => '12:00', exact: () => '2026-03-01T12:00:00Z', isExtra: true },
];

interface Row {
  readonly name: string;
  readonly rate?: number;
}

describe('a file of a table', () => {
  it('has quotes where RFC 4180 wants them, and lines that end with CRLF', () => {
    expect(csvOf(['A', 'B'], [['x', 'a,b'], ['say "no"', 'two\r\nlines'], [undefined, '–']])).toBe('A,B\r\nx,"a,b"\r\n"say ""no""","two\r\nlines"\r\n,\r\n');
  });

  it.each(['=1+1', '+1', '-1+cmd|x', '@SUM(A1)', '\t=1', '\r=1'])('takes the formula out of the text %j', (text) => {
    const [line] = csvOf([], [[text]]).split('\r\n').slice(1);
    expect(line?.replace(/^"/, '').startsWith("'")).toBe(true);
  });

  it('leaves numbers as they are, also negative ones, and an unknown one empty', () => {
    expect(csvOf(['N'], [[-5], [1e21], [Number.NaN]])).toBe('N\r\n-5\r\n1e+21\r\n\r\n');
  });

  it('has the columns that are shown, numbers without units and times with their zone', () => {
    expect(tableFile([{ name: 'a', rate: 2 }, { name: 'b' }], columns, ['name', 'rate', 'at'])).toBe('Name,Rate,At\r\na,2,2026-03-01T12:00:00Z\r\nb,,2026-03-01T12:00:00Z\r\n');
    expect(tableFile([{ name: 'a', rate: 2 }], columns, ['name'])).toBe('Name\r\na\r\n');
  });

  it('is named after what it has and when, in UTC', () => {
    expect(fileName('sessions', 'csv', new Date('2026-03-01T12:00:05.123Z'))).toBe('sessions-20260301T120005Z.csv');
  });
});

describe('the choice of columns', () => {
  it('is in the address when it is not the usual one, and the first column is always shown', () => {
    expect(standardColumns(columns)).toEqual(['name', 'rate']);
    expect(columnsText(['name', 'rate'], columns)).toBeUndefined();
    expect(columnsText(['name', 'at'], columns)).toBe('name,at');
    expect(columnsOf('at', columns)).toEqual(['name', 'at']);
    expect(columnsOf('name', columns)).toEqual(['name']);
  });

  it.each([null, '', 'nonsense'])('is the usual one for %j', (text) => {
    expect(columnsOf(text, columns)).toEqual(['name', 'rate']);
  });
});

describe('words and texts', () => {
  it('are found all, in any order, and sorted as people count', () => {
    expect(wordTest(' Hall  TWO ')('two in hall 3')).toBe(true);
    expect(wordTest('hall four')('two in hall 3')).toBe(false);
    expect(['10', '9', 'b', 'a'].sort(compareTexts)).toEqual(['9', '10', 'a', 'b']);
  });
});
