import { describe, expect, test } from '@jest/globals';
import { checkComment, decideComment } from './decideComment.ts';

const now = new Date('2026-03-01T09:30:00Z');

describe('commenting', () => {
  test('given a post, says whose post it is, and records who commented, not what', () => {
    const post = { _id: 'p1', authorId: 'ada' };
    expect(decideComment(post, 'Well said', { id: 'c1', authorId: 'bob', now })).toEqual({
      document: { _id: 'c1', postId: 'p1', postAuthorId: 'ada', authorId: 'bob', body: 'Well said', at: now },
      event: { postId: 'p1', postAuthorId: 'ada', authorId: 'bob' },
    });
  });

  test('given a text, cleans it; given none or too much, tells every fault', () => {
    expect(checkComment({ postId: 'p1', body: ' Well said ' })).toEqual({ body: 'Well said', idempotencyKey: null });
    for (const body of [' ', 'x'.repeat(1_001)])
      expect(() => checkComment({ postId: 'p1', body, idempotencyKey: '' })).toThrow(
        expect.objectContaining({
          code: 'BAD_INPUT',
          details: {
            faults: [expect.objectContaining({ field: 'body' }), expect.objectContaining({ field: 'idempotencyKey' })],
          },
        }),
      );
  });
});
