import { expect, test } from '@jest/globals';
import { startOf } from './ReplicaPosition.ts';

const at = (sequence: number, consumer = 'monday') => ({ consumer, sequence });

test.each([
  ['there is no consumer', at(7), undefined, 'anew'],
  ['both agree', at(7), at(7), 'continue'],
  ['the consumer is ahead: a crash, or a restored database', at(7), at(9), { after: 7 }],
  ['the broker was set back', at(9), at(7), 'continue'],
  ['the database is of another consumer’s time', at(7), at(9, 'tuesday'), 'anew'],
  ['the database knows no position', undefined, at(9), 'anew'],
  ['nothing was acknowledged yet', undefined, at(0), 'continue'],
])('PROTOCOL "Bootstrapping": where a replica starts when %s', (_, known, durable, expected) => {
  expect(startOf(known, durable)).toEqual(expected);
});
