import { assertHeld, countOf } from './countOf.ts';
import { forEachBounded } from './forEachBounded.ts';
import { memberIdOf } from './memberIdOf.ts';
import { planCommunity } from './planCommunity.ts';
import { readPages } from './readPages.ts';
import type { SeedPhase } from './SeedPhase.ts';
import { CONCURRENCY, persist } from './SeedTarget.ts';

const PUBLISH = 'mutation Publish($input: PublishPostInput!) { publishPost(input: $input) { id } }';
const COMMENT = 'mutation Comment($input: AddCommentInput!) { addComment(input: $input) { id } }';
const COMMENTS = `query Comments($after: String) {
  posts(first: 100, after: $after) { edges { node { comments(first: 1) { totalCount } } } pageInfo { hasNextPage endCursor } }
}`;

/** The unit may not have heard yet of a member who joined a moment ago. */
const NOT_HEARD = ['MEMBER_UNKNOWN', 'NOT_FOUND'];

/** Who follows whom. */
export const followsPhase: SeedPhase = {
  name: 'follows',
  needs: ['members', 'community'],
  after: ['members'],
  async run({ target, members, seed, products, memberIds, onDone }) {
    const url = target('community');
    const { follows } = planCommunity(members, seed, products);
    const start = new Date().toISOString();
    const ids = new Set<string>();
    let created = 0;
    let done = 0;
    // One request a follower: each is small, and the way to the unit is most of what it costs.
    await forEachBounded(
      [...Map.groupBy(follows, ({ follower }) => follower)],
      CONCURRENCY,
      async ([follower, own]) => {
        const variables = Object.fromEntries(
          own.map(({ followed }, i) => [`id${i}`, memberIdOf(followed, members, memberIds)]),
        );
        const operation = { query: followAll(own.length), variables, actor: memberIdOf(follower, members, memberIds) };
        const answer = await persist<Record<string, { id: string; since: string }>>(url, operation, ...NOT_HEARD);
        for (const { id, since } of Object.values(answer)) {
          ids.add(id);
          if (since >= start) created += 1;
        }
        done += own.length;
        onDone(done, follows.length);
      },
    );
    assertHeld('follows', ids.size, follows.length);
    return { total: ids.size, created };
  },
};

/** A mutation that follows so many: the variables are id0, id1, … */
function followAll(count: number): string {
  const each = Array.from({ length: count }, (_, i) => i);
  const fields = each.map((i) => `f${i}: follow(memberId: $id${i}) { id since }`).join(' ');
  return `mutation Follow(${each.map((i) => `$id${i}: ID!`).join(', ')}) { ${fields} }`;
}

/** Posts in the order of the plan, and what is said to them. */
export const postsPhase: SeedPhase = {
  name: 'posts',
  needs: ['members', 'community'],
  after: ['follows'],
  async run({ target, members, seed, products, memberIds, onDone }) {
    const url = target('community');
    const { posts } = planCommunity(members, seed, products);
    const before = await countOf(url, 'posts(first: 1)');
    let done = 0;
    await forEachBounded(posts, CONCURRENCY, async ({ member, body, comments, idempotencyKey }) => {
      const operation = { query: PUBLISH, variables: { input: { body, idempotencyKey } } };
      const { publishPost } = await persist<{ publishPost: { id: string } }>(
        url,
        { ...operation, actor: memberIdOf(member, members, memberIds) },
        ...NOT_HEARD,
      );
      for (const [i, comment] of comments.entries()) {
        const input = { postId: publishPost.id, body: comment.body, idempotencyKey: `seed-comment-${i + 1}` };
        const actor = memberIdOf(comment.member, members, memberIds);
        await persist(url, { query: COMMENT, variables: { input }, actor }, ...NOT_HEARD);
      }
      done += 1;
      onDone(done, posts.length);
    });
    const total = await countOf(url, 'posts(first: 1)');
    assertHeld('posts', total, posts.length);
    const held = await readPages<{ comments: { totalCount: number } }>(url, COMMENTS, 'posts');
    const comments = held.reduce((sum, post) => sum + post.comments.totalCount, 0);
    assertHeld('comments', comments, posts.flatMap((post) => post.comments).length);
    return { total, created: total - before };
  },
};
