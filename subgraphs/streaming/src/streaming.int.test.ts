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
import fc from 'fast-check';
import type { StreamingContext } from './context.ts';
import { type Counts, recount } from './taste/testing/recount.ts';
import { streaming } from './unit.ts';

const IMPORT =
  'mutation ($videos: [ImportVideoInput!]!) { importVideos(videos: $videos) { created changed unchanged } }';
const START =
  'mutation ($id: ID!) { startPlayback(videoId: $id) { id playback position finished startedAt lastAt finishedAt video { title } } }';
const REPORT =
  'mutation ($input: ReportProgressInput!) { reportProgress(input: $input) { playback position finished finishedAt lastAt } }';
const STAFF = 'staff:test';

let now = new Date('2026-03-01T12:00:00.000Z');
let servers: TestServers;
let unit: TestedUnit;
let members: EventTeller;
let records: StreamingContext['records'];

beforeAll(async () => {
  servers = await startTestServers();
  members = await eventTeller('members', servers);
  unit = await startTestedUnit(streaming, servers, {
    clock: { now: () => now },
    replicas: {
      access: [
        ...['ada', 'bob', 'cleo', 'dan'].map((id) => paid(id, 'STANDARD', '2026-04-01T00:00:00.000Z')),
        paid('lapsing', 'PREMIUM', '2026-03-01T12:00:01.000Z'),
        paid('lapsed', 'STANDARD', '2026-02-01T00:00:00.000Z'),
        paid('free', 'FREE', null),
      ],
    },
  });
  records = (unit.running.context() as StreamingContext).records;
}, 60_000);
afterAll(async () => {
  await unit?.stop();
  await members?.stop();
  await servers?.stop();
});

function paid(id: string, plan: string, paidUntil: string | null) {
  return { id, subscription: { plan, paidUntil } };
}

/** Input of a video; what is not said is made up. */
function video(title: string, more: object = {}) {
  return { title, releasedOn: '1999-03-31', genre: 'ACTION', access: 'SUBSCRIBERS', minutes: 100, ...more };
}

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

/** A new video; answers its id. */
async function add(title: string, more: object = {}): Promise<string> {
  await ask(IMPORT, { videos: [video(title, more)] }, STAFF);
  const { videos } = await ask('query ($text: String) { videos(text: $text) { edges { node { id title } } } }', {
    text: title,
  });
  return videos.edges.find(({ node }: { node: { title: string } }) => node.title === title).node.id;
}

const start = async (id: string, actor: string) => (await ask(START, { id }, actor)).startPlayback;
const report = async (input: object, actor: string) => (await ask(REPORT, { input }, actor)).reportProgress;
/** Waits until the viewings begun so far are counted. */
const counted = (memberId: string, viewings: number) =>
  eventually(`${viewings} viewings of ${memberId} to be counted`, async () => {
    return ((await records.Taste.findById(memberId).lean())?.videoIds.length ?? 0) === viewings;
  });

describe('importVideos', () => {
  test('adds, changes and leaves alone, by title and day of release', async () => {
    const videos = [video('1776', { director: 'Peter H. Hunt' }), video('1776', { releasedOn: '1972-11-09' })];
    expect((await ask(IMPORT, { videos }, STAFF)).importVideos).toEqual({ created: 2, changed: 0, unchanged: 0 });
    expect((await ask(IMPORT, { videos }, STAFF)).importVideos).toEqual({ created: 0, changed: 0, unchanged: 2 });
    const changed = [video('1776', { director: 'P. H. Hunt' }), videos[1]];
    expect((await ask(IMPORT, { videos: changed }, STAFF)).importVideos).toEqual({
      created: 0,
      changed: 1,
      unchanged: 1,
    });
  });

  test('publishes what others may copy', async () => {
    const id = await add('A view of it', { genre: null, releasedOn: null, access: 'FREE' });
    expect(await unit.view('VideoCard', id)).toEqual({
      id,
      title: 'A view of it',
      year: null,
      genre: null,
      access: 'FREE',
    });
  });

  test('at the same time twice is done once', async () => {
    const videos = Array.from({ length: 50 }, (_, index) => video(`Twice ${index}`));
    const both = await Promise.all([ask(IMPORT, { videos }, STAFF), ask(IMPORT, { videos }, STAFF)]);
    for (const { importVideos } of both) expect(importVideos.created + importVideos.unchanged).toBe(50);
    const { videos: found } = await ask('{ videos(text: "twice") { totalCount } }');
    expect(found.totalCount).toBe(50);
  });

  test('is for staff, and names every fault', async () => {
    expect(await refusal(IMPORT, { videos: [video('x')] }, 'ada')).toMatchObject({ code: 'FORBIDDEN' });
    const videos = [video(' ', { releasedOn: '2001-02-30', minutes: 0 }), video('Same'), video('SAME')];
    const { code, faults } = (await refusal(IMPORT, { videos }, STAFF)) as never as {
      code: string;
      faults: { field: string }[];
    };
    expect([code, ...faults.map(({ field }) => field)]).toEqual([
      'BAD_INPUT',
      'videos[0].title',
      'videos[0].releasedOn',
      'videos[0].minutes',
      'videos[2]',
    ]);
  });
});

describe('startPlayback', () => {
  test('begins, and goes on where the member was', async () => {
    const id = await add('The Matrix');
    expect(await start(id, 'ada')).toMatchObject({
      playback: 1,
      position: 0,
      finished: false,
      startedAt: now.toISOString(),
      finishedAt: null,
      video: { title: 'The Matrix' },
    });
    await report({ videoId: id, playback: 1, position: 600 }, 'ada');
    expect(await start(id, 'ada')).toMatchObject({ playback: 1, position: 600 });
    const started = (await unit.events()).filter(({ type, data }) => type === 'PlaybackStarted' && data.videoId === id);
    expect(started.map(({ data }) => data)).toEqual([{ memberId: 'ada', videoId: id }]);
  });

  test('from several devices at once is one viewing', async () => {
    const id = await add('On four screens');
    const all = await Promise.all(Array.from({ length: 4 }, () => start(id, 'bob')));
    expect(new Set(all.map((viewing) => viewing.id)).size).toBe(1);
  });

  test('is refused when the subscription has lapsed on this unit’s own clock, and tells since when', async () => {
    const id = await add('Only for subscribers');
    expect(await refusal(START, { id }, 'lapsed')).toMatchObject({
      code: 'SUBSCRIPTION_REQUIRED',
      plan: 'STANDARD',
      lapsedAt: '2026-02-01T00:00:00.000Z',
    });
    expect(await refusal(START, { id }, 'free')).toMatchObject({ code: 'SUBSCRIPTION_REQUIRED', lapsedAt: null });
    await start(id, 'lapsing');
    now = new Date(now.getTime() + 1_000);
    expect(await refusal(START, { id }, 'lapsing')).toMatchObject({
      code: 'SUBSCRIPTION_REQUIRED',
      lapsedAt: '2026-03-01T12:00:01.000Z',
    });
    // What was begun may be watched to its end.
    expect(await report({ videoId: id, playback: 1, position: 60 }, 'lapsing')).toMatchObject({ position: 60 });
  });

  test('of a free video is for every member, also one of whom nothing is here while members is away', async () => {
    const id = await add('Free for all', { access: 'FREE' });
    for (const member of ['free', 'lapsed', 'never-heard-of'])
      expect(await start(id, member)).toMatchObject({ position: 0 });
    expect(await refusal(START, { id: await add('Not free') }, 'unheard-of')).toMatchObject({
      code: 'REPLICA_UNAVAILABLE',
    });
  });

  test('needs a member and a video; who has left is told so', async () => {
    const id = await add('Guarded');
    expect(await refusal(START, { id })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await refusal(START, { id }, STAFF)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(START, { id: 'none' }, 'ada')).toMatchObject({ code: 'NOT_FOUND' });
    const replica = unit.running.replicas.get('access');
    const shape = replica?.plan.shape ?? '';
    await replica?.apply([{ _id: 'gone', epoch: 1, rev: 2, at: new Date(), shape, gone: true as const }]);
    expect(await refusal(START, { id }, 'gone')).toMatchObject({ code: 'MEMBER_UNKNOWN' });
  });
});

describe('reportProgress', () => {
  test('never goes back, says the end once, and begins again as another playback', async () => {
    const id = await add('Monotonic');
    await start(id, 'cleo');
    expect(await report({ videoId: id, playback: 1, position: 900 }, 'cleo')).toMatchObject({ position: 900 });
    expect(await report({ videoId: id, playback: 1, position: 300 }, 'cleo')).toMatchObject({ position: 900 });
    const end = { videoId: id, playback: 1, position: 5_800 }; // 95 % of 100 minutes is 5,700 s
    expect(await report(end, 'cleo')).toMatchObject({ finished: true, finishedAt: now.toISOString() });
    await report(end, 'cleo');
    expect(await start(id, 'cleo')).toMatchObject({ playback: 2, position: 0, finished: false });
    expect(await report(end, 'cleo')).toMatchObject({ playback: 2, position: 0, finished: false }); // late
    const told = (await unit.events()).filter(({ data }) => data.videoId === id).map(({ type }) => type);
    expect(told).toEqual(['PlaybackStarted', 'ViewingFinished', 'PlaybackStarted']);
  });

  test('from several devices at once keeps the furthest', async () => {
    const id = await add('Furthest');
    await start(id, 'dan');
    const positions = [40, 10, 30, 20];
    await Promise.all(positions.map((position) => report({ videoId: id, playback: 1, position }, 'dan')));
    expect(await report({ videoId: id, playback: 1, position: 0 }, 'dan')).toMatchObject({ position: 40 });
  });

  test('needs a playback that was begun', async () => {
    const id = await add('Never begun');
    const input = { videoId: id, playback: 1, position: 1 };
    expect(await refusal(REPORT, { input }, 'ada')).toMatchObject({ code: 'NOT_FOUND' });
    await start(id, 'ada');
    expect(await refusal(REPORT, { input: { ...input, playback: 2 } }, 'ada')).toMatchObject({ code: 'BAD_INPUT' });
    expect(await refusal(REPORT, { input: { ...input, position: -1 } }, 'ada')).toMatchObject({ code: 'BAD_INPUT' });
  });
});

describe('the history', () => {
  test('answers each member their own, last watched first', async () => {
    const [a, b] = [await add('First seen', { access: 'FREE' }), await add('Then seen', { access: 'FREE' })];
    await start(a, 'erin');
    now = new Date(now.getTime() + 1_000);
    const { id } = await start(b, 'erin');
    await report({ videoId: a, playback: 1, position: 9, finished: true }, 'erin');
    const HISTORY =
      'query ($finished: Boolean) { myViewings(finished: $finished) { totalCount edges { node { video { title } } } } }';
    const titles = async (variables: object, actor: string) =>
      (await ask(HISTORY, variables, actor)).myViewings.edges.map(
        ({ node }: { node: { video: { title: string } } }) => node.video.title,
      );
    expect(await titles({}, 'erin')).toEqual(expect.arrayContaining(['First seen', 'Then seen']));
    expect(await titles({ finished: true }, 'erin')).toEqual(['First seen']);
    expect(await titles({}, 'nobody-yet')).toEqual([]);
    expect(await refusal('{ myViewings { totalCount } }')).toMatchObject({ code: 'UNAUTHENTICATED' });

    const MINE = 'query ($id: ID!) { video(id: $id) { myViewing { id position } } }';
    expect((await ask(MINE, { id: b }, 'erin')).video.myViewing).toEqual({ id, position: 0 });
    expect((await ask(MINE, { id: b }, 'ada')).video.myViewing).toBeNull();
    expect((await ask(MINE, { id: b })).video.myViewing).toBeNull();

    const BY_ID = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Viewing { position } } }';
    const variables = { r: [{ __typename: 'Viewing', id }] };
    expect((await ask(BY_ID, variables, 'erin'))._entities).toEqual([{ position: 0 }]);
    expect(await refusal(BY_ID, variables, 'ada')).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('recommendations', () => {
  const RECOMMEND =
    'query ($first: Int) { recommendations(first: $first) { reason video { title } because { title } } }';

  test('are what others watched together with it, then favourites; each viewing counts once', async () => {
    const free = { access: 'FREE' as const };
    const [x, y, z] = [
      await add('X', { ...free, genre: 'WESTERN' }),
      await add('Y', { ...free, genre: 'WESTERN' }),
      await add('Z', { ...free, genre: 'WESTERN' }),
    ];
    for (const [member, watched] of Object.entries({ v1: [x, y], v2: [x, y, z], v3: [z], me: [x] })) {
      for (const id of watched) await start(id, member);
      await counted(member, watched.length);
    }
    // Once more, after its end: another playback, another event, and not another viewer.
    await report({ videoId: x, playback: 1, position: 9, finished: true }, 'v1');
    await start(x, 'v1');
    await eventually('the second playback to be handled', async () => {
      const inbox = unit.running.connection.db?.collection<{ _id: string }>('wellspring.inbox');
      const ids = (await unit.events())
        .filter(({ type, data }) => type === 'PlaybackStarted' && data.memberId === 'v1' && data.videoId === x)
        .map(({ id }) => id);
      const handled = await Promise.all(ids.map((id) => inbox?.countDocuments({ _id: { $regex: id } })));
      return ids.length === 2 && handled.every((count) => count === 1);
    });
    expect(await records.Audience.findById(x).lean()).toMatchObject({ viewers: 3, genre: 'WESTERN' });
    expect(await records.Pair.findById(`${x} ${y}`).lean()).toMatchObject({ viewers: 2 });
    expect(await records.Pair.findById(`${y} ${x}`).lean()).toMatchObject({ viewers: 2 });

    // By hand: X has 3 viewers, Y 2, Z 2. X and Y have 2 in common: 2/√6 = 0.82; X and Z have 1: 1/√6 = 0.41.
    const { recommendations } = await ask(RECOMMEND, { first: 3 }, 'me');
    expect(recommendations.slice(0, 2)).toEqual([
      { reason: 'WATCHED_TOGETHER', video: { title: 'Y' }, because: { title: 'X' } },
      { reason: 'WATCHED_TOGETHER', video: { title: 'Z' }, because: { title: 'X' } },
    ]);
    expect(recommendations[2].reason).toBe('POPULAR');
    const { video: similar } = await ask('query ($id: ID!) { video(id: $id) { similar(first: 2) { title } } }', {
      id: x,
    });
    expect(similar.similar).toEqual([{ title: 'Y' }, { title: 'Z' }]);
  });

  test('for one who watched nothing are what is watched most', async () => {
    const { recommendations } = await ask(RECOMMEND, { first: 5 }, 'newcomer');
    expect(recommendations).toHaveLength(5);
    expect(new Set(recommendations.map(({ reason }: { reason: string }) => reason))).toEqual(new Set(['POPULAR']));
    expect(await refusal(RECOMMEND, { first: 51 }, 'newcomer')).toMatchObject({ code: 'BAD_INPUT' });
    expect(await refusal(RECOMMEND)).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('the counts', () => {
  /** Those of some videos, as they are stored. */
  async function stored(ids: readonly string[]): Promise<Counts> {
    const [audiences, pairs] = await Promise.all([
      records.Audience.find({ _id: { $in: [...ids] } }).lean(),
      records.Pair.find({ videoId: { $in: [...ids] } }).lean(),
    ]);
    return Object.fromEntries([...audiences, ...pairs].map(({ _id, viewers }) => [_id, viewers]));
  }

  test('equal counting from scratch, whatever is watched at the same time; a member who leaves is taken out of them', async () => {
    const ids: string[] = [];
    for (const title of ['C1', 'C2', 'C3', 'C4', 'C5']) ids.push(await add(title, { access: 'FREE' }));
    const choices = fc.sample(fc.uniqueArray(fc.constantFrom(...ids), { minLength: 2 }), { numRuns: 6, seed: 7 });
    const histories = new Map(choices.map((history, index) => [`counted${index}`, history]));
    // Everybody watches at once, and each member all of it at once.
    await Promise.all([...histories].flatMap(([member, history]) => history.map((id) => start(id, member))));
    for (const [member, history] of histories) await counted(member, history.length);
    const orders = new Map<string, string[]>();
    for (const member of histories.keys())
      orders.set(member, (await records.Taste.findById(member).lean())?.videoIds ?? []);
    for (const [member, history] of histories)
      expect([...(orders.get(member) ?? [])].sort()).toEqual([...history].sort());
    expect(await stored(ids)).toEqual(recount(orders.values()));

    await members.tell('Member', 'MemberErased', 'counted0', 'erased-0', { joinedAt: now.toISOString() });
    orders.delete('counted0');
    await eventually(
      'the member to be forgotten',
      async () => {
        now = new Date(now.getTime() + 5_000); // the job is due by this unit's clock
        expect(await stored(ids)).toEqual(recount(orders.values()));
        return (await records.Taste.findById('counted0').lean()) === null;
      },
      30_000,
    );
    expect(await ask('{ myViewings { totalCount } }', {}, 'counted0')).toEqual({ myViewings: { totalCount: 0 } });
    const erased = (await unit.events()).filter(({ type }) => type === 'ViewingErased');
    expect(erased).toHaveLength(histories.get('counted0')?.length ?? 0);
    const entities = new Set(erased.map(({ entityId }) => entityId));
    await eventually('nothing else to be told of them', async () =>
      (await unit.events()).every(({ entityId, type }) => !entities.has(entityId) || type === 'ViewingErased'),
    );
  });

  test('of one who left before anything was counted stay as they are', async () => {
    await members.tell('Member', 'MemberErased', 'never-watched', 'erased-1', { joinedAt: now.toISOString() });
    await eventually('the member to be forgotten', async () => {
      now = new Date(now.getTime() + 5_000);
      const inbox = unit.running.connection.db?.collection<{ _id: string }>('wellspring.inbox');
      const handled = await inbox?.countDocuments({ _id: { $regex: 'erased-1' } });
      return handled === 1 && (await records.Taste.findById('never-watched').lean()) === null;
    });
  });
});
