import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { formatSingles } from '@wellspring/tools/outages/formatOutages.ts';
import { measureOutages, type Outage } from '@wellspring/tools/outages/measureOutages.ts';
import type { Platform } from '@wellspring/tools/platform/Platform.ts';
import { startPlatform } from '@wellspring/tools/platform/startPlatform.ts';

jest.setTimeout(600_000);

let platform: Platform;
let outages: Outage[];
beforeAll(async () => {
  platform = await startPlatform({ syncInterval: '10s', env: { LOG_LEVEL: 'warn' } });
  outages = await measureOutages(
    platform,
    platform.units.map((unit) => [unit]),
  );
}, 600_000);
afterAll(() => platform?.stop(), 60_000);

test('while a unit is down, no field is lost that another can answer', () => {
  const needless = outages.flatMap(({ missing, operations }) =>
    operations.flatMap(({ operation, lost, own }) =>
      lost.filter((path) => !own.includes(path)).map((path) => `${missing.join()}: ${operation} ${path}`),
    ),
  );
  expect(needless).toEqual([]);
});

test('each unit that is down costs something: it was down, and its fields were asked for', () => {
  const harmless = outages.filter(({ operations }) => operations.every(({ lost }) => lost.length === 0));
  expect(harmless.map(({ missing }) => missing)).toEqual([]);
});

test('at least 20 operations are asked, and docs/outages.md says what became of them', () => {
  expect(outages[0]?.operations.length).toBeGreaterThanOrEqual(20);
  // `npm run outages` writes it.
  expect(readFileSync(new URL('../docs/outages.md', import.meta.url), 'utf8')).toContain(formatSingles(outages));
});
