import { expect, test } from '@jest/globals';
import { requireMember, requireStaff } from './requireActor.ts';

const member = { actor: { kind: 'member', memberId: 'm1' } } as const;
const staff = { actor: { kind: 'staff', name: 'eva' } } as const;
const replication = { actor: { kind: 'replication' } } as const;
const coded = (code: string) => expect.objectContaining({ code });

test('a member acts as a member, staff as staff', () => {
  expect(requireMember(member)).toBe('m1');
  expect(requireStaff(staff)).toBe('eva');
});

test('nobody is told to sign in', () => {
  expect(() => requireMember({ actor: null })).toThrow(coded('UNAUTHENTICATED'));
  expect(() => requireStaff({ actor: null })).toThrow(coded('UNAUTHENTICATED'));
});

test('one may not do what belongs to another', () => {
  expect(() => requireMember(staff)).toThrow(coded('FORBIDDEN'));
  expect(() => requireMember(replication)).toThrow(coded('FORBIDDEN'));
  expect(() => requireStaff(member)).toThrow(coded('FORBIDDEN'));
  expect(() => requireStaff(replication)).toThrow(coded('FORBIDDEN'));
});
