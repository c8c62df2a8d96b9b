import { expect, test } from '@jest/globals';
import { assignedCountryCodes, isCountryCode } from './isCountryCode.ts';

test('knows the 249 assigned codes', () => {
  expect(assignedCountryCodes).toBe(249);
  expect(['DE', 'US', 'JP', 'ZW'].every(isCountryCode)).toBe(true);
});

test.each(['XX', 'de', 'UK', 'DEU', '', 'SU'])('%p is none', (code) => {
  expect(isCountryCode(code)).toBe(false);
});
