import { expect, test } from '@jest/globals';
import { parseActor } from './Actor.ts';

test.each([
  ['m1', { kind: 'member', memberId: 'm1' }],
  ['0192f0c1-7c3e-7000-8000-000000000001', { kind: 'member', memberId: '0192f0c1-7c3e-7000-8000-000000000001' }],
  ['a:b.c', { kind: 'member', memberId: 'a:b.c' }],
  ['staff:eva', { kind: 'staff', name: 'eva' }],
  [`staff:${'x'.repeat(64)}`, { kind: 'staff', name: 'x'.repeat(64) }],
])('%s is somebody', (header, actor) => {
  expect(parseActor(header)).toEqual(actor);
});

test.each([
  undefined,
  '',
  ' ',
  'two words',
  'm1\n',
  'm1, m2',
  'é',
  'x'.repeat(129),
  'staff:',
  'staff:two words',
  'staff:a:b',
  `staff:${'x'.repeat(65)}`,
  '{"kind":"replication"}',
])('a malformed identity is nobody: %j', (header) => {
  expect(parseActor(header)).toBeNull();
});
