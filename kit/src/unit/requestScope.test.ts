import { expect, test } from '@jest/globals';
import { newTraceparent, traceparentFrom } from './requestScope.ts';

const GOOD = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

test("a caller's traceparent is taken over, whatever else stands there is not", () => {
  for (const good of [GOOD, newTraceparent(), `cc${GOOD.slice(2)}-later`]) expect(traceparentFrom(good)).toBe(good);
  for (const bad of [
    undefined,
    '',
    'x'.repeat(10_000),
    `${GOOD} and more`,
    `${GOOD}-${'a'.repeat(65)}`,
    GOOD.toUpperCase(),
  ]) {
    expect(traceparentFrom(bad)).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-00$/);
    expect(traceparentFrom(bad)).not.toBe(bad);
  }
});
