import { expect, test } from '@jest/globals';
import { decideDelivery, MAX_ATTEMPTS, retryDelay } from './decideDelivery.ts';

const now = new Date('2026-03-01T09:30:00.000Z');
const waiting = { status: 'PENDING', attempts: 2, due: now } as const;
const inMs = (ms: number) => new Date(now.getTime() + ms);

test('what the server took is sent, what it refuses for good is given up, and neither is tried again', () => {
  expect(decideDelivery(waiting, 'taken', now)).toEqual({ status: 'SENT', attempts: 3, due: null });
  expect(decideDelivery(waiting, 'refused', now)).toEqual({ status: 'FAILED', attempts: 3, due: null });
  expect(decideDelivery(waiting, 'no address', now)).toEqual({ status: 'NO_ADDRESS', attempts: 2, due: null });
});

test('what failed is tried again, later each time, and given up at last', () => {
  expect(decideDelivery(waiting, 'failed', now)).toEqual({ status: 'PENDING', attempts: 3, due: inMs(480_000) });
  const last = { ...waiting, attempts: MAX_ATTEMPTS - 1 };
  expect(decideDelivery(last, 'failed', now)).toEqual({ status: 'FAILED', attempts: MAX_ATTEMPTS, due: null });
  expect([1, 2, 3, 4, 5, 8].map(retryDelay)).toEqual([30_000, 120_000, 480_000, 1_920_000, 3_600_000, 3_600_000]);
});

test('an address that cannot be had now costs no attempt', () => {
  expect(decideDelivery(waiting, 'address unknown', now)).toEqual({
    status: 'PENDING',
    attempts: 2,
    due: inMs(30_000),
  });
});
