import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '../../kit/src/testing/index.ts';
import { startTestedPlatform, type TestedPlatform } from '../testedPlatform.ts';

jest.setTimeout(60_000);

const PUBLISH = 'mutation ($input: PublishPostInput!) { publishPost(input: $input) { id } }';
const COMMENT = 'mutation ($input: AddCommentInput!) { addComment(input: $input) { id } }';
const FOLLOW = 'mutation ($memberId: ID!) { follow(memberId: $memberId) { id } }';
const RENAME = 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { id } }';
const FEED =
  '{ feed { edges { node { body author { displayName handle avatarUrl } comments { edges { node { body author { displayName } } } } } } } }';

interface Feed {
  readonly feed: { readonly edges: readonly { readonly node: Post }[] };
}
interface Post {
  readonly body: string;
  readonly author: { readonly displayName: string };
  readonly comments: {
    readonly edges: readonly { readonly node: { readonly author: { readonly displayName: string } } }[];
  };
}

describe('social (scenario 2)', () => {
  let tested: TestedPlatform;
  let ada: string;
  let bob: string;
  let cleo: string;
  beforeAll(async () => {
    tested = await startTestedPlatform(['members', 'community']);
    [ada, bob, cleo] = [await tested.join('ada'), await tested.join('bob'), await tested.join('cleo')];
  }, 120_000);
  afterAll(() => tested?.platform.stop(), 30_000);

  const act = <Data>(query: string, actor: string, variables: object) =>
    tested.get<Data>(query, { actor, variables: { ...variables } });
  const feed = async (actor: string) => (await tested.get<Feed>(FEED, { actor })).feed.edges.map(({ node }) => node);

  test('a post and a comment show their authors from the copy: one fetch, of community', async () => {
    await act(FOLLOW, cleo, { memberId: ada });
    const { publishPost } = await act<{ publishPost: { id: string } }>(PUBLISH, ada, {
      input: { body: 'First light' },
    });
    await act(COMMENT, bob, { input: { postId: publishPost.id, body: 'Well done' } });
    expect(await feed(cleo)).toEqual([
      {
        body: 'First light',
        author: { displayName: 'ada', handle: 'ada', avatarUrl: null },
        comments: { edges: [{ node: { body: 'Well done', author: { displayName: 'bob' } } }] },
      },
    ]);
    expect(await feed(bob)).toEqual([]);
  });

  test('changed profiles are seen on posts and comments', async () => {
    await act(RENAME, ada, { input: { displayName: 'Ada L.', avatarUrl: 'https://example.org/ada.png' } });
    await act(RENAME, bob, { input: { displayName: 'Bob M.' } });
    await eventually(
      'the new names',
      async () => {
        const [post] = await feed(cleo);
        return post?.author.displayName === 'Ada L.' && post.comments.edges[0]?.node.author.displayName === 'Bob M.';
      },
      20_000,
    );
    expect((await feed(cleo))[0]?.author).toMatchObject({ avatarUrl: 'https://example.org/ada.png' });
  });

  test('with members down, posts are read with their authors, written, and commented on', async () => {
    await tested.platform.hold('members', { signal: 'SIGKILL' });
    try {
      const input = { body: 'Written in the dark' };
      const { publishPost } = await act<{ publishPost: { id: string } }>(PUBLISH, ada, { input });
      await act(COMMENT, bob, { input: { postId: publishPost.id, body: 'Read in the dark' } });
      await act(FOLLOW, bob, { memberId: ada });
      for (const actor of [bob, cleo])
        expect((await feed(actor)).map(({ body, author }) => [body, author.displayName])).toEqual([
          ['Written in the dark', 'Ada L.'],
          ['First light', 'Ada L.'],
        ]);
    } finally {
      await tested.platform.release('members');
      await tested.platform.ready('members');
    }
  });

  test('a member who leaves takes along what they wrote', async () => {
    await act('mutation { leave }', bob, {});
    await eventually(
      'the comments of bob to be gone',
      async () => (await feed(cleo)).every(({ comments }) => comments.edges.length === 0),
      20_000,
    );
    expect(await feed(cleo)).toHaveLength(2);
    expect(tested.unexpected).toEqual([]);
  });

  // Followers are alerted of a new post: here, once notifications runs too (start it in beforeAll).
});
