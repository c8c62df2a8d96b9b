import { InputCheck } from '@wellspring/kit';
import type { EventData } from '@wellspring/schema';
import type { AddCommentInput } from '../generated/resolvers.ts';
import type { PostDocument } from '../post/PostDocument.ts';
import type { CommentDocument } from './CommentDocument.ts';

/**
 * Reads the input of addComment.
 * @throws WellspringError BAD_INPUT with every fault
 */
export function checkComment(input: AddCommentInput): {
  readonly body: string;
  readonly idempotencyKey: string | null;
} {
  const check = new InputCheck();
  const body = check.text('body', input.body, { max: 1_000 });
  const idempotencyKey = check.idempotencyKey('idempotencyKey', input.idempotencyKey);
  check.throwFaults();
  return { body, idempotencyKey };
}

/** A new comment on a post, and the fact to record. */
export function decideComment(
  post: Pick<PostDocument, '_id' | 'authorId'>,
  body: string,
  { id, authorId, now }: { readonly id: string; readonly authorId: string; readonly now: Date },
): { readonly document: CommentDocument; readonly event: EventData<'community.CommentAdded'> } {
  const between = { postId: post._id, postAuthorId: post.authorId, authorId };
  return { document: { _id: id, ...between, body, at: now }, event: between };
}
