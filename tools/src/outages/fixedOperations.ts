import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../root.ts';
import type { Story } from './tellStory.ts';

/** One client operation of `schema/operations`, with what it is asked with. */
export interface FixedOperation {
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly actor: string;
}

/** The operations of the table in `docs/outages.md`: each only reads. */
export function fixedOperations({ reader, productId, orderId, postId, videoId }: Story): FixedOperation[] {
  const asked: readonly (readonly [string, Readonly<Record<string, unknown>>, string?])[] = [
    ['Home', {}],
    ['SearchProducts', { text: 'book' }],
    ['ProductStock', { id: productId }],
    ['SearchVideos', { text: 'outage' }],
    ['SimilarVideos', { id: videoId }],
    ['ContinueWatching', {}],
    ['Recommendations', { first: 3 }],
    ['LatestOrders', {}, 'staff:outages'],
    ['OrderPage', { id: orderId }, 'staff:outages'],
    ['FollowOrder', { id: orderId }],
    ['MyOrders', {}],
    ['MemberOrders', { handle: 'reader' }],
    ['MyPayments', {}],
    ['MyCards', {}],
    ['MySubscription', {}],
    ['MyPreferences', {}],
    ['MemberPage', { handle: 'author' }],
    ['LatestPosts', {}],
    ['PostPage', { id: postId }],
    ['Feed', {}],
    ['MyNotifications', {}],
    ['CustomerOverview', { memberId: reader }],
  ];
  return asked.map(([name, variables, actor = reader]) => ({
    name,
    variables,
    actor,
    query: readFileSync(join(ROOT, 'schema', 'operations', `${name}.graphql`), 'utf8'),
  }));
}
