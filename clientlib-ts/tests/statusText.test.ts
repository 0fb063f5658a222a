import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { statusDetails, statusText } from '../src/statusText.js';

it('the texts of details are those of the gateway', () => {
  const fixture: unknown = JSON.parse(readFileSync(new URL('../../Tests/Fixtures/status-details.json', import.meta.url), 'utf8'));
  expect(statusDetails).toEqual(fixture);
});

it('a status names its meaning when that is known, and its codes always', () => {
  const detectedBy = 'RespondingAutomationObject';
  expect(statusText({ success: 0, category: 'SecurityError', detectedBy, detail: 1013 })).toBe(
    `SecurityError: ${statusDetails[1013]} (detail 1013, detected by ${detectedBy})`);
  expect(statusText({ success: 0, category: 'OperationalError', detectedBy, detail: 4711 })).toBe(
    `OperationalError (detail 4711, detected by ${detectedBy})`);
});
