import { InputCheck, WellspringError } from '@wellspring/kit';
import type { EventData } from '@wellspring/schema';
import type { PostDocument } from './PostDocument.ts';

/** What a post's body must be. */
const bodyOf = (check: InputCheck, body: string): string => check.text('body', body, { max: 5_000 });

/** A publishPost that can be decided on. */
export interface PublishPost {
  readonly body: string;
  readonly idempotencyKey: string | null;
}

/**
 * Reads the input of publishPost.
 * @throws WellspringError BAD_INPUT with every fault
 */
export function checkPublishPost(input: { body: string; idempotencyKey?: string | null | undefined }): PublishPost {
  const check = new InputCheck();
  const body = bodyOf(check, input.body);
  const idempotencyKey = check.idempotencyKey('idempotencyKey', input.idempotencyKey);
  check.throwFaults();
  return { body, idempotencyKey };
}

/** A new post, and the fact to record. */
export function decidePost(
  body: string,
  { id, authorId, now }: { readonly id: string; readonly authorId: string; readonly now: Date },
): { readonly document: PostDocument; readonly event: EventData<'community.PostPublished'> } {
  return { document: { _id: id, authorId, body, publishedAt: now, editedAt: null }, event: { authorId } };
}

/**
 * What an edit changes; null where the text stays the same.
 * @throws WellspringError FORBIDDEN when it is another member's, BAD_INPUT
 */
export function decideEdit(
  post: Pick<PostDocument, '_id' | 'authorId' | 'body'>,
  text: string,
  { memberId, now }: { readonly memberId: string; readonly now: Date },
): Pick<PostDocument, 'body' | 'editedAt'> | null {
  if (post.authorId !== memberId)
    throw new WellspringError('FORBIDDEN', `Post "${post._id}" is another member's: only its author may edit it.`);
  const check = new InputCheck();
  const body = bodyOf(check, text);
  check.throwFaults();
  return body === post.body ? null : { body, editedAt: now };
}
