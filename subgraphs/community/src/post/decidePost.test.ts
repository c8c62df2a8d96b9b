import { describe, expect, test } from '@jest/globals';
import { checkPublishPost, decideEdit, decidePost } from './decidePost.ts';

const now = new Date('2026-03-01T09:30:00Z');
const post = { _id: 'p1', authorId: 'ada', body: 'Hello' };

describe('publishing a post', () => {
  test('given a text, cleans it, and records who published, not what', () => {
    const { body, idempotencyKey } = checkPublishPost({ body: '  Hello,\nall \n' });
    expect([body, idempotencyKey]).toEqual(['Hello,\nall', null]);
    expect(decidePost(body, { id: 'p1', authorId: 'ada', now })).toEqual({
      document: { _id: 'p1', authorId: 'ada', body: 'Hello,\nall', publishedAt: now, editedAt: null },
      event: { authorId: 'ada' },
    });
  });

  test('given several faults, tells them all', () => {
    expect(() => checkPublishPost({ body: ' \n', idempotencyKey: 'k'.repeat(101) })).toThrow(
      expect.objectContaining({
        code: 'BAD_INPUT',
        details: {
          faults: [
            { field: 'body', message: 'Expected 1 to 5000 characters, got 0.' },
            { field: 'idempotencyKey', message: 'Expected 1 to 100 characters, got 101.' },
          ],
        },
      }),
    );
    expect(() => checkPublishPost({ body: 'x'.repeat(5_001) })).toThrow('got 5001');
  });
});

describe('editing a post', () => {
  test('given another text, changes it and says when', () => {
    expect(decideEdit(post, 'Hello again ', { memberId: 'ada', now })).toEqual({ body: 'Hello again', editedAt: now });
  });

  test('given the same text, changes nothing', () => {
    expect(decideEdit(post, ' Hello ', { memberId: 'ada', now })).toBeNull();
  });

  test('given another member’s, is forbidden, whatever the text', () => {
    for (const text of ['Hello again', ''])
      expect(() => decideEdit(post, text, { memberId: 'bob', now })).toThrow(
        expect.objectContaining({ code: 'FORBIDDEN' }),
      );
  });

  test('given no text, is refused', () => {
    expect(() => decideEdit(post, ' ', { memberId: 'ada', now })).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT' }),
    );
  });
});
