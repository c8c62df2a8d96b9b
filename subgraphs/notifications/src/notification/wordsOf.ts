import { isWellspringError } from '@wellspring/kit';
import type { NotificationsContext } from '../context.ts';
import { describe, type Words } from './describe.ts';
import type { NotificationDocument } from './NotificationDocument.ts';

/** A notification in words, with names and texts as the copies have them now: none of them is stored with it, so none outlives its owner. */
export async function wordsOf(
  notification: NotificationDocument,
  { replicas }: Pick<NotificationsContext, 'replicas'>,
): Promise<Words> {
  const { actorId, about, kind } = notification;
  const postId = kind === 'POST_PUBLISHED' || kind === 'COMMENT_ADDED' ? about[0] : undefined;
  const [actor, post] = await Promise.all([
    actorId === null ? null : orNull(replicas.contact.load(actorId)),
    postId === undefined ? null : orNull(replicas.post.load(postId)),
  ]);
  return describe(notification, { actor: actor?.displayName ?? null, excerpt: post?.excerpt ?? null });
}

/** A name that cannot be had now costs the name, not the words. */
async function orNull<T>(loading: Promise<T | null>): Promise<T | null> {
  try {
    return await loading;
  } catch (error) {
    if (isWellspringError(error, 'REPLICA_UNAVAILABLE')) return null;
    throw error;
  }
}
