import { fnv1a, mulberry32, type Random } from '@wellspring/kit/random';
import { pick, weighted } from './pick.ts';
import type { PlannedMember } from './planMembers.ts';
import { COMMENTS, POSTS } from './postTexts.ts';

/** One member follows another; both by index. */
export interface PlannedFollow {
  readonly follower: number;
  readonly followed: number;
}

/** What a member says to a post. */
export interface PlannedComment {
  readonly member: number;
  readonly body: string;
}

/** A post with its comments, in order. */
export interface PlannedPost {
  readonly member: number;
  readonly body: string;
  readonly comments: readonly PlannedComment[];
  /** Makes loading repeatable: the same plan has the same keys. */
  readonly idempotencyKey: string;
}

/** What is said and followed in a society of these members. */
export interface CommunityPlan {
  readonly follows: readonly PlannedFollow[];
  readonly posts: readonly PlannedPost[];
}

/** How many a member follows: a fifth nobody, most a few, some many. */
const FOLLOWING = [0, 0, 1, 1, 2, 3, 3, 4, 6, 14];

/**
 * Makes follows and posts up, three posts for every four members. How often somebody is followed and how much they write follows Zipf's law
 * over the members in an order of chance: a few are known to all, most to some. Who follows the author is more likely to comment.
 */
export function planCommunity(
  members: readonly PlannedMember[],
  seed: number,
  products: readonly { readonly name: string }[],
): CommunityPlan {
  if (members.length < 2) return { follows: [], posts: [] };
  const known = weighted(byChance(members.length, seed), (_, rank) => 1 / (rank + 1) ** 0.8);
  const follows = members.flatMap((_, follower) => {
    const random = mulberry32(fnv1a(`follows ${seed} ${follower}`));
    const followed = new Set<number>();
    for (let left = pick(FOLLOWING, random); left > 0; left -= 1) followed.add(known(random));
    followed.delete(follower);
    return [...followed].map((each) => ({ follower, followed: each }));
  });
  const followers = Map.groupBy(follows, ({ followed }) => followed);
  const posts = Array.from({ length: Math.ceil(members.length * 0.75) }, (_, index) => {
    const random = mulberry32(fnv1a(`post ${seed} ${index}`));
    const member = known(random);
    const audience = (followers.get(member) ?? []).map(({ follower }) => follower);
    return {
      member,
      body: bodyOf(index, seed, members[member], pick(products, random).name, random),
      comments: planComments(member, audience, members.length, random),
      idempotencyKey: `seed-${seed}-members-${members.length}-post-${index + 1}`,
    };
  });
  return { follows, posts };
}

/** Each text comes once before any comes again. */
function bodyOf(index: number, seed: number, member: PlannedMember | undefined, item: string, random: Random): string {
  const round = Math.floor(index / POSTS.length);
  const order = byChance(POSTS.length, seed + round);
  const text = POSTS[order[index % POSTS.length] ?? 0] ?? '';
  const city = member?.movesTo?.city ?? member?.input.address?.city ?? 'town';
  const number = String(3 + Math.floor(random() * 9));
  return text.replace('{city}', city).replace('{item}', item).replace('{n}', number);
}

/** Mostly none to three, now and then a discussion; nobody says the same twice under a post. */
function planComments(author: number, audience: readonly number[], members: number, random: Random): PlannedComment[] {
  const bodies = new Set<string>();
  for (let left = pick([0, 0, 1, 1, 1, 2, 2, 3, 3, 7], random); left > 0; left -= 1) bodies.add(pick(COMMENTS, random));
  return [...bodies].map((body) => {
    const someone = Math.floor(random() * members);
    const member = audience.length > 0 && random() < 0.8 ? pick(audience, random) : someone;
    return { member: member === author ? (member + 1) % members : member, body };
  });
}

/** The numbers below `count` in an order of chance. */
function byChance(count: number, seed: number): number[] {
  return Array.from({ length: count }, (_, index) => ({ index, key: fnv1a(`rank ${seed} ${index} of ${count}`) }))
    .sort((a, b) => a.key - b.key || a.index - b.index)
    .map(({ index }) => index);
}
