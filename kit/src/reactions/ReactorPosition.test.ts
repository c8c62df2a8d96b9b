import { expect, test } from '@jest/globals';
import { resumeAfter } from './ReactorPosition.ts';

const known = { life: 'a', sequence: 7, looks: 3 };

test('it goes on where the database is, never beyond what the broker knows to be acknowledged', () => {
  expect(resumeAfter({ life: 'a', floor: 9 }, known)).toBe(7);
  expect(resumeAfter({ life: 'a', floor: 5 }, known)).toBe(5);
});

test.each([
  ['the broker lost the consumer', undefined, known],
  ['the database is new, or set back to before it reacted', { life: 'a', floor: 9 }, null],
  ['one of both is of another time', { life: 'b', floor: 9 }, known],
  ['the consumer is from before positions were kept', { life: undefined, floor: 9 }, known],
])('everything comes again: %s', (_, durable, position) => {
  expect(resumeAfter(durable, position)).toBeNull();
});
