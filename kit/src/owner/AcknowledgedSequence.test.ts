import { expect, test } from '@jest/globals';
import type { PubAck } from '@nats-io/jetstream';
import { AcknowledgedSequence } from './AcknowledgedSequence.ts';

const ack = (seq: number, duplicate = false) => Promise.resolve({ seq, duplicate } as PubAck);

test('answers that overtake each other are no loss; a sequence given twice is', async () => {
  const acknowledged = new AcknowledgedSequence();
  await Promise.all([acknowledged.follow(ack(2)), acknowledged.follow(ack(1)), acknowledged.follow(ack(3))]);
  expect([acknowledged.highest, acknowledged.wentBackTo]).toEqual([3, undefined]);
  await acknowledged.follow(ack(2, true)); // the broker had it already
  expect(acknowledged.wentBackTo).toBeUndefined();
  await acknowledged.follow(ack(3));
  await acknowledged.follow(ack(2));
  await acknowledged.follow(ack(9));
  expect([acknowledged.highest, acknowledged.wentBackTo]).toEqual([9, 2]);
  acknowledged.reset(1);
  expect([acknowledged.highest, acknowledged.wentBackTo]).toEqual([1, undefined]);
});
