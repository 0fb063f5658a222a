import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dutyOf, type GatewayErrorCode, gatewayErrorCodes, isGatewayErrorCode } from '../src/codes.js';

describe('gatewayErrorCodes', () => {
  it('are those of the server', () => {
    const fixture: unknown = JSON.parse(readFileSync(new URL('../../Tests/Fixtures/error-codes.json', import.meta.url), 'utf8'));
    expect(gatewayErrorCodes).toEqual(fixture);
  });

  it('are those of the table in the contract, each with its duty', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const rows = [...readme.matchAll(/^\| (\d)000 \| `(\w+)` \| ([^|]+) \|/gm)];
    const table = rows.flatMap(([, range, duty, codes = '']) => codes.split(', ').map((code) => [code.replaceAll('`', '').trim(), { range: Number(range), duty }] as const));
    const expected = Object.entries(gatewayErrorCodes).map(([code, number]) =>
      [code, { range: Math.floor(number / 1000), duty: dutyOf(code as GatewayErrorCode) }] as const);
    expect(table).toEqual(expected);
  });

  it('give the duty by their range', () => {
    for (const [code, number] of Object.entries(gatewayErrorCodes)) {
      const expected = { 1: 'retryWithResume', 2: 'startOver', 3: 'giveUp', 4: 'outcomeUnknown' }[Math.floor(number / 1000)];
      expect(dutyOf(code as GatewayErrorCode), code).toBe(expected);
    }
  });

  it('do not include names that objects have anyway', () => {
    expect(isGatewayErrorCode('constructor')).toBe(false);
    expect(isGatewayErrorCode('WorkerLost')).toBe(true);
  });
});

describe('client codes', () => {
  it('have duties too', () => {
    expect(dutyOf('ConnectionLost')).toBe('outcomeUnknown');
    expect(dutyOf('ProtocolViolation')).toBe('giveUp');
  });
});
