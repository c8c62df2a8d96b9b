import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OrderedMerge } from './OrderedMerge.ts';

test('a single source waits for nobody', () => {
  const merge = new OrderedMerge<string>(1);
  merge.add(0, 4, 'a');
  expect(merge.take()).toEqual(['a']);
  expect(merge.lagging()).toEqual([]);
});

test('a message waits until the other source is past it, or is known to have nothing before it', () => {
  const merge = new OrderedMerge<string>(2);
  merge.add(0, 4, 'a4');
  expect(merge.take()).toEqual([]);
  expect(merge.lagging()).toEqual([1]);
  merge.add(1, 3, 'b3');
  expect(merge.take()).toEqual(['b3']);
  merge.reached(1, merge.highest);
  expect(merge.take()).toEqual(['a4']);
});

test('whatever the sources deliver first, everything comes out once and in order', () => {
  const stream = fc.array(fc.nat(2), { maxLength: 60 }); // which source each sequence belongs to
  fc.assert(
    fc.property(stream, fc.array(fc.nat(2), { maxLength: 200 }), (owners, picks) => {
      const merge = new OrderedMerge<number>(3);
      const queues = [0, 1, 2].map((source) => owners.flatMap((owner, i) => (owner === source ? [i + 1] : [])));
      const out: number[] = [];
      for (const source of picks) {
        const sequence = queues[source]?.shift();
        if (sequence !== undefined) merge.add(source, sequence, sequence);
        out.push(...merge.take());
      }
      queues.forEach((queue, source) => {
        for (const sequence of queue) merge.add(source, sequence, sequence);
      });
      [0, 1, 2].forEach((source) => void merge.reached(source, merge.highest));
      out.push(...merge.take());
      expect(out).toEqual(owners.map((_, i) => i + 1));
      expect(merge.lagging()).toEqual([]);
    }),
  );
});
