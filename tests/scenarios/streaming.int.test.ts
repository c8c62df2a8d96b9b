import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { eventually } from '@wellspring/kit/testing';
import {
  ContinueWatching,
  Recommendations,
  ReportProgress,
  SavePaymentMethod,
  SearchVideos,
  SimilarVideos,
  StartPlayback,
} from '@wellspring/schema/operations';
import { STAFF, startTestedPlatform, type TestedPlatform } from '../testedPlatform.ts';

jest.setTimeout(120_000);

const UNITS = ['members', 'catalog', 'orders', 'payments', 'streaming'];
let tested: TestedPlatform;
const people: Record<string, string> = {};
const videos: Record<string, string> = {};

beforeAll(async () => {
  tested = await startTestedPlatform(UNITS);
  for (const name of ['ada', 'bob', 'cleo', 'dan']) people[name] = await tested.join(name);
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

/** Subscribes a member, whose card is charged; answers until when it is paid. */
async function subscribe(name: string): Promise<string> {
  await tested.run(SavePaymentMethod, { cardToken: 'tok_approve' }, people[name]);
  const actor = people[name] ?? '';
  await tested.get(
    'mutation { requestSubscription(plan: STANDARD, idempotencyKey: "first") { subscription { plan } } }',
    { actor },
  );
  return eventually(
    `${name}’s payment`,
    async () => {
      const { me } = await tested.get<Subscribed>('{ me { subscription { plan paidUntil } } }', { actor });
      if (me.subscription.plan !== 'STANDARD') throw new Error(`the plan is ${me.subscription.plan}`);
      return me.subscription.paidUntil;
    },
    30_000,
  );
}

interface Subscribed {
  me: { subscription: { plan: string; paidUntil: string } };
}

test('a member subscribes, plays, goes on where they were, and is recommended what others watched with it', async () => {
  expect(await refused('ada', 'Psycho')).toEqual([{ code: 'SUBSCRIPTION_REQUIRED', lapsedAt: null }]);
  for (const name of ['ada', 'bob']) await subscribe(name);
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

test('with payments and members down, playback and recommendations go on; who had lapsed before is still refused', async () => {
  expect(Date.parse(await subscribe('cleo'))).toBeGreaterThan(Date.now());
  await eventually('cleo’s subscription to be known', () => start('cleo', 'Psycho'), 30_000);
  const cancel = 'mutation { cancelSubscription(immediately: true) { subscription { paidUntil } } }';
  const { cancelSubscription } = await tested.get<{ cancelSubscription: { subscription: { paidUntil: string } } }>(
    cancel,
    {
      actor: people.cleo ?? '',
    },
  );
  const lapsedAt = cancelSubscription.subscription.paidUntil;
  const refusal = [{ code: 'SUBSCRIPTION_REQUIRED', lapsedAt }];
  await eventually(
    'cleo’s lapse to be known',
    async () => {
      expect(await refused('cleo', 'Psycho')).toEqual(refusal);
      return true;
    },
    30_000,
  );

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

  expect(await refused('cleo', 'Psycho')).toEqual(refusal);
  expect(await refused('dan', 'Psycho')).toEqual([{ code: 'SUBSCRIPTION_REQUIRED', lapsedAt: null }]);
  expect(tested.unexpected).toEqual([]);
});
