import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BucketDigest, contentDigest } from './contentDigest.ts';

describe('the digest of a content', () => {
  test('is of the fields that are asked for, and of no others', () => {
    expect(contentDigest({ id: 'm1', a: 1, b: 2 }, ['a'])).toBe(contentDigest({ id: 'm1', a: 1, b: 3 }, ['a']));
    expect(contentDigest({ a: 1, b: 2 }, ['a', 'b'])).not.toBe(contentDigest({ a: 1, b: 3 }, ['a', 'b']));
  });

  test('does not depend on the order of fields or of keys inside them; absent is null', () => {
    expect(contentDigest({ a: { x: 1, y: [{ p: 1, q: 2 }] }, b: 2 }, ['a', 'b'])).toBe(
      contentDigest({ b: 2, a: { y: [{ q: 2, p: 1 }], x: 1 } }, ['b', 'a']),
    );
    expect(contentDigest({}, ['a'])).toBe(contentDigest({ a: null }, ['a']));
  });

  test('tells apart what differs, wherever it differs', () => {
    expect(contentDigest({ f: { a: 1 } }, ['f'])).not.toBe(contentDigest({ f: [['a', 1]] }, ['f']));
    const keys = fc.constantFrom('a', 'b', 'c');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null), tie('list'), tie('object')),
      list: fc.array(tie('value'), { maxLength: 3 }),
      object: fc.dictionary(keys, tie('value'), { maxKeys: 3 }),
    }));
    const sorted = (content: unknown): unknown => {
      if (Array.isArray(content)) return content.map(sorted);
      if (content === null || typeof content !== 'object') return content;
      const entries = Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1));
      return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
    };
    fc.assert(
      fc.property(value, value, (a, b) => {
        const isSame = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
        expect(contentDigest({ f: a }, ['f']) === contentDigest({ f: b }, ['f'])).toBe(isSame);
      }),
    );
  });
});

test('a bucket’s digest tells of ids, revisions and contents, and counts', () => {
  const digest = (...rows: [string, number, string][]) => {
    const bucket = new BucketDigest();
    for (const [id, rev, content] of rows) bucket.add({ id, epoch: 1, rev, digest: content });
    return `${bucket.count} ${bucket.digest()}`;
  };
  const all = [
    digest(),
    digest(['a', 1, 'x']),
    digest(['a', 2, 'x']),
    digest(['a', 1, 'y']),
    digest(['b', 1, 'x']),
    digest(['a', 1, 'x'], ['b', 1, 'x']),
  ];
  expect(new Set(all).size).toBe(all.length);
  expect(digest(['a', 1, 'x'])).toBe(all[1]);
});
