import { expect, test } from '@jest/globals';
import { assertMayRemove } from './assertMayRemove.ts';

const remove = (actor: Parameters<typeof assertMayRemove>[0]) => () =>
  assertMayRemove(actor, 'The comment', ['ada', 'bob']);

test('whose it is and staff may remove what members wrote', () => {
  expect(remove({ kind: 'member', memberId: 'ada' })).not.toThrow();
  expect(remove({ kind: 'member', memberId: 'bob' })).not.toThrow();
  expect(remove({ kind: 'staff', name: 'eva' })).not.toThrow();
});

test('another member, nobody and the machinery may not', () => {
  expect(remove({ kind: 'member', memberId: 'cleo' })).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
  expect(remove({ kind: 'replication' })).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
  expect(remove(null)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
});
