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

const INBOX =
  '{ myNotifications(first: 100) { edges { node { kind title body actor { id displayName } subject { ... on Post { id body } } } } } }';

interface Inbox {
  readonly myNotifications: {
    readonly edges: readonly {
      readonly node: {
        readonly kind: string;
        readonly title: string;
        readonly subject: { readonly id?: string } | null;
      };
    }[];
  };
}
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
    tested = await startTestedPlatform(['members', 'community', 'notifications']);
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

  test('followers are alerted of a new post, each once, with the author as they are called now; others are not', async () => {
    const inbox = async (actor: string) => {
      const { myNotifications } = await tested.get<Inbox>(INBOX, { actor });
      return myNotifications.edges.map(({ node }) => node).filter(({ kind }) => kind === 'POST_PUBLISHED');
    };
    const input = { body: 'Second light' };
    const { publishPost } = await act<{ publishPost: { id: string } }>(PUBLISH, ada, { input });
    const ofIt = async (actor: string) => (await inbox(actor)).filter(({ subject }) => subject?.id === publishPost.id);
    for (const actor of [bob, cleo]) {
      await eventually('the alert', async () => (await ofIt(actor)).length > 0, 30_000);
      expect(await ofIt(actor)).toEqual([
        {
          kind: 'POST_PUBLISHED',
          title: 'Ada L. published a post',
          body: '“Second light”',
          actor: { id: ada, displayName: 'Ada L.' },
          subject: { id: publishPost.id, body: 'Second light' }, // the whole text is community's own
        },
      ]);
    }
    expect(await inbox(ada)).toEqual([]);
    // Their comments are told to ada; what she was told goes when one who commented leaves: see below.
    await act(COMMENT, bob, { input: { postId: publishPost.id, body: 'Bright' } });
    await eventually('the comment', async () => (await comments()).some((title) => title.startsWith('Bob M.')), 30_000);
  });

  const comments = async () => {
    const { myNotifications } = await tested.get<Inbox>(INBOX, { actor: ada });
    return myNotifications.edges.flatMap(({ node }) => (node.kind === 'COMMENT_ADDED' ? [node.title] : []));
  };

  test('a member who leaves takes along what they wrote', async () => {
    await act('mutation { leave }', bob, {});
    await eventually(
      'the comments of bob to be gone',
      async () => (await feed(cleo)).every(({ comments }) => comments.edges.length === 0),
      20_000,
    );
    expect(await feed(cleo)).toHaveLength(3);
    await eventually('what others were told of bob to be gone', async () => (await comments()).length === 0, 30_000);
    expect(tested.unexpected).toEqual([]);
  });
});
