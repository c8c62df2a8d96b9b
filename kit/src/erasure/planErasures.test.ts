import { expect, test } from '@jest/globals';
import { planErasures } from './planErasures.ts';

const contracts = [
  { kind: 'event', name: 'MemberErased', unit: 'members', entity: 'Member', version: 1, fields: [], schema: {} },
  { kind: 'view', name: 'MemberCard', unit: 'members', entity: 'Member', version: 1, fields: [], schema: {} },
] as const;
const plan = (erasable?: Record<string, string>) =>
  planErasures({ name: 'members', entities: { Member: {}, Address: {} }, ...(erasable && { erasable }) }, contracts);

test('a unit without persons erases none; one with persons, by its events', () => {
  expect(plan()).toEqual({});
  expect(plan({ Member: 'MemberErased' })).toEqual({ Member: 'MemberErased' });
});

test.each([
  [{ Person: 'MemberErased' }, /erasable names "Person", which the unit does not own/],
  [{ Member: 'MemberGone' }, /no `type MemberGone @event\(of: "Member"\)`/],
  [{ Address: 'MemberErased' }, /no `type MemberErased @event\(of: "Address"\)`/],
  [{ Member: 'MemberCard' }, /Member is erased by "MemberCard"/],
])('%j is refused', (erasable, message) => {
  expect(() => plan(erasable as Record<string, string>)).toThrow(message);
  expect(() => plan(erasable as Record<string, string>)).toThrow(expect.objectContaining({ code: 'UNIT_INVALID' }));
});
