import { expect, test } from '@jest/globals';
import { RetryBudget } from './RetryBudget.ts';
import { Slots } from './Slots.ts';

const never = new AbortController().signal;

test('slots are given in order, the line has an end, and who leaves it makes room', async () => {
  const slots = new Slots(1, 2);
  const leaving = new AbortController();
  expect(slots.take(never)).toBe('taken');
  const second = slots.take(leaving.signal);
  const third = slots.take(never);
  expect(slots.take(never)).toBe('full');
  leaving.abort();
  expect(await second).toBe('left');
  const fourth = slots.take(never);
  expect(slots.take(never)).toBe('full');
  slots.release();
  expect(await third).toBe('taken');
  slots.release();
  expect(await fourth).toBe('taken');
  slots.release();
  expect(slots.take(never)).toBe('taken');
});

test('a slot is not lost to one who left before it was asked for', () => {
  const slots = new Slots(1, 1);
  slots.take(never);
  const left = new AbortController();
  left.abort();
  expect(slots.take(left.signal)).toBe('left');
  slots.release();
  expect(slots.take(never)).toBe('taken');
});

test('retries are a tenth of what is fetched, and twenty more', () => {
  const budget = new RetryBudget();
  let retries = 0;
  for (let fetch = 0; fetch < 1_000; fetch += 1) {
    budget.earn();
    if (budget.spend()) retries += 1;
  }
  expect(retries).toBeGreaterThanOrEqual(119);
  expect(retries).toBeLessThanOrEqual(121);
});
