import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { eventually } from '@wellspring/kit/testing';
import {
  ContinueWatching,
  Recommendations,
  ReportProgress,
  SearchVideos,
  SimilarVideos,
  StartPlayback,
} from '@wellspring/schema/operations';
import { mongo } from 'mongoose';
import { STAFF, startTestedPlatform, type TestedPlatform } from '../testedPlatform.ts';

jest.setTimeout(120_000);

const UNITS = ['members', 'catalog', 'orders', 'payments', 'streaming'];
let tested: TestedPlatform;
const people: Record<string, string> = {};
const videos: Record<string, string> = {};

beforeAll(async () => {
  tested = await startTestedPlatform(UNITS);
  for (const name of ['ada', 'bob', 'cleo', 'dan', 'eve']) people[name] = await tested.join(name);
  const film = (title: string, genre: string, access = 'SUBSCRIBERS') => ({
    title,
    genre,
    access,
    releasedOn: '1960-09-08',
    minutes: 100,
  });
  const all = [
    film('Psycho', 'HORROR'),
    film('Vertigo', 'THRILLER'),
    film('Rear Window', 'THRILLER'),
    film('Singin’ in the Rain', 'MUSICAL'),
    film('Metropolis', 'DRAMA', 'FREE'),
  ];
  const query = 'mutation ($videos: [ImportVideoInput!]!) { importVideos(videos: $videos) { videos { id title } } }';
  interface Imported {
    importVideos: { videos: { id: string; title: string }[] };
  }
  const { importVideos } = await tested.get<Imported>(query, { variables: { videos: all }, actor: STAFF });
  for (const { id, title } of importVideos.videos) videos[title] = id;
}, 120_000);
afterAll(async () => {
  await tested?.platform.stop();
}, 30_000);

const start = async (name: string, title: string) =>
  (await tested.run(StartPlayback, { videoId: videos[title] ?? '' }, people[name])).startPlayback;
const report = async (name: string, title: string, position: number) => {
  const input = { videoId: videos[title] ?? '', playback: 1, position };
  return (await tested.run(ReportProgress, { input }, people[name])).reportProgress;
};
/** Title and reason of what is recommended. */
const recommended = async (name: string) =>
  ((await tested.run(Recommendations, { first: 3 }, people[name])).recommendations ?? []).map(
    ({ reason, video, because }) => [reason, video?.title, because?.title ?? null],
  );
/** How a playback is refused. */
const refused = async (name: string, title: string) => {
  const variables = { videoId: videos[title] ?? '' };
  const { errors } = await tested.ask(StartPlayback.query, { variables, actor: people[name] ?? '' });
  return errors.map(({ extensions }) => ({ code: extensions?.code, lapsedAt: extensions?.lapsedAt }));
};

/** Subscribes a member until a time, as members' own write does. */
async function subscribe(name: string, paidUntil: Date): Promise<void> {
  const client = new mongo.MongoClient(tested.platform.mongoUri('members'));
  try {
    const now = new Date();
    const { matchedCount } = await client
      .db()
      .collection<{ _id: string }>('Member')
      .updateOne(
        { _id: people[name] ?? '' },
        {
          $set: {
            'subscription.plan': 'STANDARD',
            'subscription.paidUntil': paidUntil,
            '_stamp.at': now,
            '_stamp.dirty': now,
          },
          $inc: { '_stamp.rev': 1 },
        },
      );
    expect(matchedCount).toBe(1);
  } finally {
    await client.close();
  }
}

test('a member subscribes, plays, goes on where they were, and is recommended what others watched with it', async () => {
  expect(await refused('ada', 'Psycho')).toEqual([{ code: 'SUBSCRIPTION_REQUIRED', lapsedAt: null }]);
  const nextMonth = new Date(Date.now() + 30 * 86_400_000);
  for (const name of ['ada', 'bob']) await subscribe(name, nextMonth);
  await eventually('ada’s subscription to be known', () => start('ada', 'Psycho'), 30_000);
  await eventually('bob’s subscription to be known', () => start('bob', 'Psycho'), 30_000);

  await report('ada', 'Psycho', 1_500);
  await report('ada', 'Psycho', 900); // late
  expect(await start('ada', 'Psycho')).toMatchObject({ playback: 1, position: 1_500, finished: false });
  const { myViewings } = await tested.run(ContinueWatching, {}, people.ada);
  expect(myViewings?.edges).toMatchObject([{ node: { position: 1_500, video: { title: 'Psycho' } } }]);
  const found = await tested.run(SearchVideos, { text: 'psycho' }, people.ada);
  expect(found.videos?.edges).toMatchObject([{ node: { myViewing: { position: 1_500 } } }]);

  await start('bob', 'Vertigo');
  await eventually(
    'what bob watched to be recommended to ada',
    async () => {
      expect(await recommended('ada')).toEqual([['WATCHED_TOGETHER', 'Vertigo', 'Psycho']]);
      return true;
    },
    30_000,
  );
  const { video } = await tested.run(SimilarVideos, { id: videos.Vertigo ?? '' });
  expect(video?.similar?.map(({ title }) => title)).toEqual(['Psycho']);
  expect(await report('ada', 'Psycho', 5_900)).toMatchObject({ finished: true });
});

test('with payments and members down, playback and recommendations go on; who had lapsed, or lapses now, is refused', async () => {
  const lapsedAt = new Date(Date.now() - 86_400_000);
  await subscribe('cleo', lapsedAt);
  await eventually(
    'cleo’s lapse to be known',
    async () => {
      expect(await refused('cleo', 'Psycho')).toEqual([
        { code: 'SUBSCRIPTION_REQUIRED', lapsedAt: lapsedAt.toISOString() },
      ]);
      return true;
    },
    30_000,
  );
  const soon = new Date(Date.now() + 20_000);
  await subscribe('eve', soon);
  await eventually('eve’s subscription to be known', () => start('eve', 'Vertigo'), 18_000);

  await Promise.all(['payments', 'members'].map((unit) => tested.platform.hold(unit, { signal: 'SIGKILL' })));
  const away = await tested.ask('{ members(first: 1) { totalCount } }');
  expect(away.errors.map(({ extensions }) => extensions?.code)).toEqual(['SUBGRAPH_UNAVAILABLE']);

  expect(await start('bob', 'Rear Window')).toMatchObject({ playback: 1, position: 0 });
  expect(await report('bob', 'Rear Window', 600)).toMatchObject({ position: 600 });
  expect(await start('ada', 'Psycho')).toMatchObject({ playback: 2, position: 0 }); // watched to its end before
  expect(await start('dan', 'Metropolis')).toMatchObject({ position: 0 }); // free for all
  await eventually(
    'what bob watches during the outage to be recommended',
    async () => {
      const titles = (await recommended('ada')).map(([, title]) => title);
      expect(titles.slice(0, 2).sort()).toEqual(['Rear Window', 'Vertigo']);
      return true;
    },
    30_000,
  );

  expect(await refused('cleo', 'Psycho')).toEqual([
    { code: 'SUBSCRIPTION_REQUIRED', lapsedAt: lapsedAt.toISOString() },
  ]);
  expect(await refused('dan', 'Psycho')).toEqual([{ code: 'SUBSCRIPTION_REQUIRED', lapsedAt: null }]);
  await eventually(
    'eve’s subscription to lapse',
    async () => {
      expect(await refused('eve', 'Psycho')).toEqual([{ code: 'SUBSCRIPTION_REQUIRED', lapsedAt: soon.toISOString() }]);
      return true;
    },
    30_000,
  );
  expect(tested.unexpected).toEqual([]);
});
