import { expect, test } from '@jest/globals';
import { formatReport } from './formatReport.ts';

const report = {
  view: 'members.MemberCard',
  checked: 3,
  found: {},
  repaired: 0,
  unsettled: 0,
  entities: [],
  tookMs: 7,
};

test('a report says how much was compared, and that nothing differs', () => {
  expect(formatReport('orders', report)).toBe('orders ← members.MemberCard: 3 entities in 7 ms: no drift\n');
});

test('it names what differs with both revisions, and says what it leaves out', () => {
  const entity = { id: 'm1', kind: 'content', owner: { epoch: 1, rev: 2 }, row: { epoch: 1, rev: 2 } } as const;
  expect(
    formatReport('orders', { ...report, found: { content: 2 }, repaired: 1, unsettled: 1, entities: [entity] }),
  ).toBe(
    'orders ← members.MemberCard: 3 entities in 7 ms: 2 differ (2 content), 1 repaired, 1 changing just now\n' +
      '  content  m1  owner 1.2, copy 1.2\n  … and 1 more\n',
  );
});

test('it says why nothing was compared', () => {
  expect(formatReport('orders', { ...report, error: 'the replica is still being filled' })).toBe(
    'orders ← members.MemberCard: not compared: the replica is still being filled\n',
  );
});
