import { expect, test } from '@jest/globals';
import { assertIndexed } from './assertIndexed.ts';
import { type ReplicaPlan, shapeOf, toRow } from './ReplicaRow.ts';

const uses = ['country', 'joinedAt', 'score'];
const plan = (indexes: ReplicaPlan['indexes']): ReplicaPlan => ({
  name: 'member',
  view: 'members.MemberCard',
  entity: 'Member',
  uses,
  indexes,
  shape: shapeOf(uses),
});
const check =
  (indexes: ReplicaPlan['indexes'], filter: Record<string, unknown>, sort: Record<string, 1 | -1> = {}) =>
  () =>
    assertIndexed(plan(indexes), filter, sort);

test.each([
  ['its one field', [['country']], { country: 'GB' }, {}],
  ['its first field of two', [['country', 'score']], { country: 'GB' }, {}],
  ['both, in any order', [['country', 'score']], { score: 1, country: 'GB' }, {}],
  ['a sort alone', [['-joinedAt']], {}, { joinedAt: -1 }],
  ['a sort read from the other end', [['-joinedAt']], {}, { joinedAt: 1 }],
  ['a sort after the filter', [['country', '-joinedAt']], { country: 'GB' }, { joinedAt: -1 }],
  ['two sorts, both turned round', [['score', '-joinedAt']], {}, { score: -1, joinedAt: 1 }],
  ['the second of two indexes', [['score'], ['country']], { country: 'GB' }, {}],
] as const)('an index serves %s', (_what, indexes, filter, sort) => {
  expect(check(indexes, filter, sort)).not.toThrow();
});

test.each([
  ['no index at all', [], { country: 'GB' }, {}],
  ['a field that is not first', [['country', 'score']], { score: 1 }, {}],
  ['a field beyond the index', [['country']], { country: 'GB', score: 1 }, {}],
  ['a sort before the filter', [['joinedAt', 'country']], { country: 'GB' }, { joinedAt: 1 }],
  ['sorts of which one alone is turned round', [['score', '-joinedAt']], {}, { score: 1, joinedAt: 1 }],
  ['a sort that skips a field', [['country', 'score', 'joinedAt']], { country: 'GB' }, { joinedAt: 1 }],
] as const)('an index does not serve %s', (_what, indexes, filter, sort) => {
  expect(check(indexes, filter, sort)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
});

test('the message is the declaration to write', () => {
  expect(check([['country']], { score: 1 }, { joinedAt: -1 })).toThrow(
    "find on members.MemberCard by score, joinedAt descending: no declared index serves it. Declare indexes: [['score', '-joinedAt']] with the replica.",
  );
  expect(check([], {})).toThrow(
    'find on members.MemberCard by nothing: it would read every row. Filter or sort by a declared index.',
  );
});

test('rule 5: a row holds the key and the declared fields, nothing else; what a view has not is null', () => {
  const stamp = { id: 'm1', epoch: 1, rev: 2, at: new Date(0) };
  expect(toRow(plan([]), stamp, { id: 'm1', country: 'GB', score: 0, email: 'secret@example.org' })).toEqual({
    _id: 'm1',
    epoch: 1,
    rev: 2,
    at: new Date(0),
    shape: shapeOf(uses),
    data: { id: 'm1', country: 'GB', joinedAt: null, score: 0 },
  });
});

test('PROTOCOL "Replica rows": the shape is of the fields, whatever their order; a tombstone has no data', () => {
  expect(shapeOf(['a', 'b'])).toBe(shapeOf(['b', 'a']));
  expect(shapeOf(['a', 'b'])).not.toBe(shapeOf(['a', 'c']));
  expect(toRow(plan([]), { id: 'm1', epoch: 1, rev: 3, at: new Date(0) }, undefined)).toEqual({
    _id: 'm1',
    epoch: 1,
    rev: 3,
    at: new Date(0),
    shape: shapeOf(uses),
    gone: true,
  });
});
