import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type EventTeller,
  eventTeller,
  eventually,
  startTestedUnit,
  startTestServers,
  type TestedUnit,
  type TestServers,
} from '@wellspring/kit/testing';
import { community } from './unit.ts';

const AUTHOR = 'author { id displayName handle avatarUrl }';
const PUBLISH = `mutation ($input: PublishPostInput!) { publishPost(input: $input) { id body excerpt publishedAt editedAt ${AUTHOR} } }`;
const EDIT = 'mutation ($id: ID!, $body: String!) { editPost(id: $id, body: $body) { body editedAt } }';
const REMOVE = 'mutation ($id: ID!) { removePost(id: $id) }';
const COMMENT = `mutation ($input: AddCommentInput!) { addComment(input: $input) { id body at post { id } ${AUTHOR} } }`;
const UNCOMMENT = 'mutation ($id: ID!) { removeComment(id: $id) }';
const FOLLOW = 'mutation ($id: ID!) { follow(memberId: $id) { id since follower { id } followed { id displayName } } }';
const UNFOLLOW = 'mutation ($id: ID!) { unfollow(memberId: $id) }';
const POST =
  'query ($id: ID!) { post(id: $id) { body comments { edges { node { id body author { displayName } } } totalCount } } }';
const FEED =
  'query ($first: Int, $after: String) { feed(first: $first, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } totalCount } }';
const MEMBER =
  'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { followedByMe posts { totalCount } followers { edges { node { follower { id } } } totalCount } following { totalCount } } } }';
const STAFF = 'staff:eva';

let servers: TestServers;
let members: EventTeller;
let unit: TestedUnit;
let now = new Date('2026-03-01T09:30:00.000Z');

beforeAll(async () => {
  servers = await startTestServers();
  members = await eventTeller('members', servers);
  const names = ['ada', 'bob', 'cleo', 'dan', 'eve', 'fay', 'gil', 'hal', 'ida'];
  const many = Array.from({ length: 230 }, (_, i) => `author${i}`);
  unit = await startTestedUnit(community, servers, {
    clock: { now: () => now },
    replicas: {
      member: [...names, ...many].map((id) => ({ id, displayName: `Name of ${id}`, handle: id, avatarUrl: null })),
    },
  });
}, 60_000);
afterAll(async () => {
  await unit?.stop();
  await members?.stop();
  await servers?.stop();
});

/** The data of an operation that is to go well. */
async function ask(document: string, variables = {}, actor?: string) {
  const { data, errors } = await unit.query(document, variables, actor);
  expect(errors).toEqual([]);
  return data;
}

/** The extensions of the one error of an operation that is to be refused. */
async function refusal(document: string, variables = {}, actor?: string) {
  const { errors } = await unit.query(document, variables, actor);
  expect(errors).toHaveLength(1);
  return errors[0]?.extensions;
}

/** A new post's id; each is a second later than the one before. */
async function publish(actor: string, input = {}): Promise<string> {
  now = new Date(now.getTime() + 1_000);
  return (await ask(PUBLISH, { input: { body: `A post of ${actor}`, ...input } }, actor)).publishPost.id;
}

const comment = async (actor: string, postId: string, input = {}): Promise<string> =>
  (await ask(COMMENT, { input: { postId, body: `A comment of ${actor}`, ...input } }, actor)).addComment.id;

const follow = (actor: string, id: string) => ask(FOLLOW, { id }, actor);

async function eventsOf(id: string) {
  return (await unit.events()).filter(({ entityId }) => entityId === id).map(({ type, data }) => ({ type, data }));
}

/** Ids of a member's feed, page by page. */
async function feedOf(actor: string, first: number): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const { feed } = await ask(FEED, { first, after }, actor);
    ids.push(...feed.edges.map(({ node }: { node: { id: string } }) => node.id));
    after = feed.pageInfo.endCursor;
    more = feed.pageInfo.hasNextPage;
  }
  return ids;
}

/** As members publishes it: the copy is a tombstone, then the event comes. */
async function erase(id: string): Promise<void> {
  const replica = unit.running.replicas.get('member');
  await replica?.apply([{ _id: id, epoch: 1, rev: 2, at: new Date(), shape: replica.plan.shape, gone: true as const }]);
  await members.tell('Member', 'MemberErased', id, `${id}-erased`, { joinedAt: now.toISOString() });
}

describe('posts', () => {
  test('are published with their author from the copy, with an event without text and the view', async () => {
    const { publishPost } = await ask(PUBLISH, { input: { body: ' Hello,\nall ' } }, 'ada');
    const { id } = publishPost;
    expect(publishPost).toEqual({
      id,
      body: 'Hello,\nall',
      excerpt: 'Hello, all',
      publishedAt: now.toISOString(),
      editedAt: null,
      author: { id: 'ada', displayName: 'Name of ada', handle: 'ada', avatarUrl: null },
    });
    expect(await eventsOf(id)).toEqual([{ type: 'PostPublished', data: { authorId: 'ada' } }]);
    expect(await unit.view('PostCard', id)).toEqual({
      id,
      author: { id: 'ada' },
      publishedAt: now.toISOString(),
      excerpt: 'Hello, all',
    });
  });

  test('are published once a key of the member, also many times at once', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => publish('ada', { idempotencyKey: 'k' })));
    expect(new Set([...ids, await publish('ada', { idempotencyKey: 'k' })]).size).toBe(1);
    expect(await publish('bob', { idempotencyKey: 'k' })).not.toBe(ids[0]);
    expect(await eventsOf(ids[0] ?? '')).toHaveLength(1);
  });

  test('are edited by their author alone', async () => {
    const id = await publish('ada');
    expect((await ask(EDIT, { id, body: 'A post of ada' }, 'ada')).editPost).toMatchObject({ editedAt: null });
    expect((await ask(EDIT, { id, body: 'Better' }, 'ada')).editPost).toEqual({
      body: 'Better',
      editedAt: now.toISOString(),
    });
    expect(await unit.view('PostCard', id)).toMatchObject({ excerpt: 'Better' });
    expect(await refusal(EDIT, { id, body: 'Worse' }, 'bob')).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(EDIT, { id, body: 'Worse' }, STAFF)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(EDIT, { id, body: 'Worse' })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await refusal(EDIT, { id: 'none', body: 'Worse' }, 'ada')).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('are removed by their author and staff, and their comments with them', async () => {
    const [id, other] = [await publish('ada'), await publish('ada')];
    const said = await comment('bob', id);
    expect(await refusal(REMOVE, { id }, 'bob')).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(REMOVE, { id })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await ask(REMOVE, { id }, 'ada')).toEqual({ removePost: id });
    expect(await ask(REMOVE, { id: other }, STAFF)).toEqual({ removePost: other });
    expect(await ask(POST, { id })).toEqual({ post: null });
    expect(await unit.view('PostCard', id)).toBeNull();
    expect((await eventsOf(id)).at(-1)).toEqual({ type: 'PostRemoved', data: { authorId: 'ada' } });
    await eventually('the comment to be gone', async () => {
      const { errors } = await unit.query(UNCOMMENT, { id: said }, 'bob');
      return errors[0]?.extensions.code === 'NOT_FOUND';
    });
    expect(await refusal(REMOVE, { id }, 'ada')).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('refuse nobody, staff, one of whom nothing is known, and every fault at once', async () => {
    const input = { body: '', idempotencyKey: '' };
    expect(await refusal(PUBLISH, { input })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await refusal(PUBLISH, { input }, STAFF)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(PUBLISH, { input }, 'never-heard-of')).toMatchObject({ code: 'REPLICA_UNAVAILABLE' });
    expect(await refusal(PUBLISH, { input }, 'ada')).toMatchObject({
      code: 'BAD_INPUT',
      faults: [{ field: 'body' }, { field: 'idempotencyKey' }],
    });
  });
});

describe('comments', () => {
  test('are added once a key, oldest first, with their author from the copy', async () => {
    const postId = await publish('ada');
    const input = { postId, body: 'First', idempotencyKey: 'c' };
    const { addComment } = await ask(COMMENT, { input }, 'bob');
    expect(addComment).toEqual({
      id: addComment.id,
      body: 'First',
      at: now.toISOString(),
      post: { id: postId },
      author: { id: 'bob', displayName: 'Name of bob', handle: 'bob', avatarUrl: null },
    });
    expect(await eventsOf(addComment.id)).toEqual([
      { type: 'CommentAdded', data: { postId, authorId: 'bob', postAuthorId: 'ada' } },
    ]);
    now = new Date(now.getTime() + 1_000);
    await comment('ada', postId, { body: 'Second' });
    await comment('bob', postId, input);
    const { comments } = (await ask(POST, { id: postId })).post;
    expect(comments.totalCount).toBe(2);
    expect(comments.edges.map(({ node }: { node: { body: string } }) => node.body)).toEqual(['First', 'Second']);
  });

  test('are removed by their author, the post’s author and staff', async () => {
    const postId = await publish('ada');
    const ids = [await comment('bob', postId), await comment('bob', postId), await comment('bob', postId)];
    expect(await refusal(UNCOMMENT, { id: ids[0] }, 'cleo')).toMatchObject({ code: 'FORBIDDEN' });
    for (const [i, actor] of ['bob', 'ada', STAFF].entries())
      expect(await ask(UNCOMMENT, { id: ids[i] }, actor)).toEqual({ removeComment: ids[i] });
    expect((await ask(POST, { id: postId })).post.comments.totalCount).toBe(0);
  });

  test('refuse a post that is not there, and a text that is too long', async () => {
    expect(await refusal(COMMENT, { input: { postId: 'none', body: 'x' } }, 'ada')).toMatchObject({
      code: 'NOT_FOUND',
    });
    const input = { postId: 'none', body: 'x'.repeat(1_001) };
    expect(await refusal(COMMENT, { input }, 'ada')).toMatchObject({ code: 'BAD_INPUT', faults: [{ field: 'body' }] });
  });
});

describe('follows', () => {
  test('are there once, and can be taken up again', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => follow('cleo', 'ada')));
    const { id } = all[0].follow;
    expect(new Set(all.map((data) => data.follow.id)).size).toBe(1);
    expect(await eventsOf(id)).toEqual([{ type: 'MemberFollowed', data: { followerId: 'cleo', followedId: 'ada' } }]);
    const since = now.toISOString();
    expect(await unit.view('FollowEdge', id)).toEqual({ id, follower: { id: 'cleo' }, followed: { id: 'ada' }, since });
    expect(await ask(UNFOLLOW, { id: 'ada' }, 'cleo')).toEqual({ unfollow: 'ada' });
    expect(await ask(UNFOLLOW, { id: 'ada' }, 'cleo')).toEqual({ unfollow: 'ada' });
    expect(await unit.view('FollowEdge', id)).toBeNull();
    expect((await follow('cleo', 'ada')).follow.id).toBe(id);
    expect(await unit.view('FollowEdge', id)).toMatchObject({ follower: { id: 'cleo' } });
  });

  test('are counted, and tell whether the acting member follows', async () => {
    await follow('dan', 'cleo');
    await follow('eve', 'cleo');
    const r = [{ __typename: 'Member', id: 'cleo' }];
    const followers = { edges: expect.arrayContaining([{ node: { follower: { id: 'dan' } } }]), totalCount: 2 };
    expect((await ask(MEMBER, { r }, 'dan'))._entities).toEqual([
      { followedByMe: true, posts: { totalCount: 0 }, followers, following: { totalCount: 1 } },
    ]);
    expect((await ask(MEMBER, { r }, 'ada'))._entities).toMatchObject([{ followedByMe: false }]);
    expect((await ask(MEMBER, { r }))._entities).toMatchObject([{ followedByMe: null }]);
  });

  test('refuse oneself, nobody, staff, and one who left', async () => {
    expect(await refusal(FOLLOW, { id: 'ada' }, 'ada')).toMatchObject({
      code: 'BAD_INPUT',
      faults: [{ field: 'memberId' }],
    });
    expect(await refusal(FOLLOW, { id: 'ada' })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await refusal(FOLLOW, { id: 'ada' }, STAFF)).toMatchObject({ code: 'FORBIDDEN' });
    await erase('ida');
    expect(await refusal(FOLLOW, { id: 'ida' }, 'ada')).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusal(FOLLOW, { id: 'ada' }, 'ida')).toMatchObject({ code: 'MEMBER_UNKNOWN' });
  });
});

describe('the feed', () => {
  test('is what those one follows published, newest first, page by page', async () => {
    expect((await ask(FEED, {}, 'fay')).feed).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, endCursor: null },
      totalCount: 0,
    });
    const published: string[] = [];
    for (const author of ['dan', 'eve', 'gil', 'dan', 'eve']) published.unshift(await publish(author));
    await follow('fay', 'dan');
    await follow('fay', 'eve');
    const wanted = published.filter((_, i) => i !== 2);
    expect(await feedOf('fay', 20)).toEqual(wanted);
    expect(await feedOf('fay', 1)).toEqual(wanted);
    await ask(UNFOLLOW, { id: 'eve' }, 'fay');
    expect((await ask(FEED, {}, 'fay')).feed.totalCount).toBe(2);
  });

  test('of one who follows more than one query asks for is the same', async () => {
    const { Post, Follow } = unit.running.connection.models;
    const authors = Array.from({ length: 230 }, (_, i) => `author${i}`);
    const publishedAt = (i: number) => new Date(Date.UTC(2026, 0, 1) + (i % 40) * 1_000); // many at the same moment
    await Follow?.insertMany(
      authors.map((followedId) => ({ _id: `gil-${followedId}`, followerId: 'gil', followedId, since: now })),
    );
    await Post?.insertMany(
      authors.map((authorId, i) => ({
        _id: `post-${String(i).padStart(3, '0')}`,
        authorId,
        body: 'x',
        publishedAt: publishedAt(i),
        editedAt: null,
      })),
    );
    const wanted = authors
      .map((_, i) => ({ id: `post-${String(i).padStart(3, '0')}`, at: publishedAt(i).getTime() }))
      .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
      .map(({ id }) => id);
    expect(await feedOf('gil', 60)).toEqual(wanted);
    expect((await ask(FEED, { first: 1 }, 'gil')).feed.totalCount).toBe(230);
  });

  test('needs a member, and a page of good size', async () => {
    expect(await refusal(FEED)).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await refusal(FEED, {}, STAFF)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(FEED, { first: 0 }, 'ada')).toMatchObject({ code: 'BAD_INPUT', faults: [{ field: 'first' }] });
  });
});

test('a member who leaves takes along posts, comments and follows, and what was under way meanwhile', async () => {
  const [own, others] = [await publish('bob'), await publish('ada')];
  const said = [await comment('ada', own), await comment('bob', others)];
  const kept = await comment('ada', others);
  const { id: followed } = (await follow('bob', 'ada')).follow;
  const { id: followedBy } = (await follow('ada', 'bob')).follow;
  await erase('bob');
  await eventually('everything of bob to be gone', async () => {
    const left = [await unit.view('PostCard', own), await unit.view('FollowEdge', followed)];
    return left.every((view) => view === null);
  });
  expect(await unit.view('FollowEdge', followedBy)).toBeNull();
  expect(await ask('query ($id: ID!) { post(id: $id) { id } }', { id: own })).toEqual({ post: null });
  const { comments } = (await ask(POST, { id: others })).post;
  expect(comments.edges.map(({ node }: { node: { id: string } }) => node.id)).toEqual([kept]);
  expect(said).not.toContain(kept);

  // What a request wrote that had found the member still there.
  const { Post } = unit.running.connection.models;
  await Post?.create({ _id: 'late', authorId: 'bob', body: 'x', publishedAt: now, editedAt: null });
  now = new Date(now.getTime() + 120_000);
  await eventually('the sweep', async () => (await ask('{ post(id: "late") { id } }')).post === null, 90_000);
}, 120_000);
