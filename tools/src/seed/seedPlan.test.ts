import { describe, expect, test } from '@jest/globals';
import { fnv1a, mulberry32 } from '@wellspring/kit/random';
import { planCommunity } from './planCommunity.ts';
import { planMembers } from './planMembers.ts';
import { planOrders } from './planOrders.ts';
import { planPreferences } from './planPreferences.ts';
import { planProducts } from './planProducts.ts';
import { planVideos, videoKey } from './planVideos.ts';
import { planViewings } from './planViewings.ts';
import { readCatalog } from './readCatalog.ts';

const products = planProducts(readCatalog());
const plan = { orders: 1_000, members: 200, seed: 1, products };

describe('the generator', () => {
  test('gives the numbers that mulberry32 is known for', () => {
    const random = mulberry32(0);
    expect([random(), random(), random()].map((n) => n.toFixed(10))).toEqual([
      '0.2664292087',
      '0.0003297457',
      '0.2232720274',
    ]);
  });
});

describe('the hash', () => {
  test.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('of %j is the one that FNV-1a is published with', (text, hash) => {
    expect(fnv1a(text)).toBe(hash);
  });
});

describe('members', () => {
  const members = planMembers(200, 1);

  test('are the same for the same seed and others for another', () => {
    expect(planMembers(200, 1)).toEqual(members);
    expect(planMembers(200, 2)).not.toEqual(members);
  });

  test('are only added to when more are asked for', () => {
    expect(planMembers(300, 1).slice(0, 200)).toEqual(members);
  });

  test('have handles and e-mail addresses of their own, within the limits of the schema, across seeds', () => {
    const all = [...planMembers(2_000, 1), ...planMembers(2_000, 2), ...planMembers(2_000, 12)].map(
      ({ input }) => input,
    );
    for (const { handle, displayName } of all) {
      expect(handle).toMatch(/^[a-z0-9_]{3,30}$/);
      expect(displayName.length).toBeLessThanOrEqual(80);
    }
    expect(new Set(all.map(({ handle }) => handle)).size).toBe(all.length);
    expect(new Set(all.map(({ email }) => email)).size).toBe(all.length);
  });

  test('lose no letter of a name when it becomes a handle', () => {
    const withAccents = planMembers(2_000, 1).find(({ input }) => input.displayName === 'Łukasz Śliwa');
    expect(withAccents?.input.handle).toMatch(/^lukasz_sliwa_\d+$/);
  });

  test('have some without an address and some who move to another city of their country', () => {
    const without = members.filter(({ input }) => input.address === undefined);
    const moving = members.filter(({ movesTo }) => movesTo !== undefined);
    expect(without.length).toBeGreaterThan(10);
    expect(without.length).toBeLessThan(50);
    expect(moving.length).toBeGreaterThan(3);
    for (const { input, movesTo } of moving) {
      expect(movesTo?.country).toBe(input.address?.country);
      expect(movesTo?.city).not.toBe(input.address?.city);
    }
  });
});

describe('orders', () => {
  const orders = planOrders(plan);

  test('are the same for the same seed and others for another', () => {
    expect(planOrders(plan)).toEqual(orders);
    expect(planOrders({ ...plan, seed: 2 })).not.toEqual(orders);
  });

  test('are only added to when more are asked for', () => {
    expect(planOrders({ ...plan, orders: 1_500 }).slice(0, 1_000)).toEqual(orders);
  });

  test('have a key each, and lines that the schema takes', () => {
    const skus = new Set(products.map(({ sku }) => sku));
    expect(new Set(orders.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1_000);
    for (const { lines, idempotencyKey, member } of orders) {
      expect(idempotencyKey.length).toBeLessThanOrEqual(100);
      expect(member).toBeGreaterThanOrEqual(0);
      expect(member).toBeLessThan(200);
      expect(lines.length).toBeGreaterThan(0);
      expect(new Set(lines.map(({ sku }) => sku)).size).toBe(lines.length);
      for (const { sku, quantity } of lines) {
        expect(skus).toContain(sku);
        expect(quantity).toBeGreaterThanOrEqual(1);
        expect(quantity).toBeLessThanOrEqual(999);
      }
    }
  });

  test('tell a story: some members order often, some bought one thing, some nothing', () => {
    const perMember = Array.from({ length: 200 }, (_, index) => orders.filter(({ member }) => member === index).length);
    expect(perMember.filter((count) => count >= 12).length).toBeGreaterThan(10);
    expect(perMember.filter((count) => count === 1).length).toBeGreaterThan(15);
    expect(perMember.filter((count) => count === 0).length).toBeGreaterThan(10);
  });

  test('are skewed: a tenth of the products has more than half of the sales, and nearly every product some chance', () => {
    const sales = new Map<string, number>();
    for (const { lines } of orders) for (const { sku } of lines) sales.set(sku, (sales.get(sku) ?? 0) + 1);
    const counts = [...sales.values()].sort((a, b) => b - a);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const top = counts.slice(0, Math.ceil(products.length / 10)).reduce((sum, count) => sum + count, 0);
    expect(top / total).toBeGreaterThan(0.5);
    expect(sales.size).toBeGreaterThan(150);
  });

  test('are placed in a plan of one member, and none in a plan of none', () => {
    expect(planOrders({ ...plan, orders: 5, members: 1 }).map(({ member }) => member)).toEqual([0, 0, 0, 0, 0]);
    expect(planOrders({ ...plan, orders: 0, members: 0 })).toEqual([]);
  });
});

describe('viewings', () => {
  const videos = planVideos();
  const viewings = planViewings({ members: 200, seed: 1, videos });

  test('are the same for the same seed and others for another', () => {
    expect(planViewings({ members: 200, seed: 1, videos })).toEqual(viewings);
    expect(planViewings({ members: 200, seed: 2, videos })).not.toEqual(viewings);
  });

  test('are only added to when there are more members', () => {
    expect(planViewings({ members: 220, seed: 1, videos }).slice(0, viewings.length)).toEqual(viewings);
  });

  test('are of films that there are, each once a member, and as far as the film goes', () => {
    const known = new Map(videos.map((video) => [videoKey(video), video]));
    expect(new Set(viewings.map(({ member, video }) => `${member} ${video}`)).size).toBe(viewings.length);
    for (const { video, position, free } of viewings) {
      const found = known.get(video);
      expect(found?.access === 'FREE').toBe(free);
      expect(position).toBeLessThanOrEqual((found?.minutes ?? 120) * 60);
    }
  });

  test('tell a story: some members watch a lot, some nothing; most of what one watches is of one taste', () => {
    const ofMembers = Map.groupBy(viewings, ({ member }) => member);
    const counts = [...ofMembers.values()].map(({ length }) => length);
    expect(ofMembers.size).toBeLessThan(190);
    expect(counts.filter((count) => count >= 6).length).toBeGreaterThan(10);
    expect(viewings.length).toBeGreaterThan(300);
    expect(viewings.length).toBeLessThan(800);
  });

  test('overlap: pairs of films that several members watched, so that one tells of the other', () => {
    const pairs = new Map<string, number>();
    for (const mine of Map.groupBy(viewings, ({ member }) => member).values())
      for (const { video: a } of mine)
        for (const { video: b } of mine) if (a < b) pairs.set(`${a} ${b}`, (pairs.get(`${a} ${b}`) ?? 0) + 1);
    expect([...pairs.values()].filter((count) => count >= 3).length).toBeGreaterThan(20);
  });
});

describe('follows, posts and comments', () => {
  const members = planMembers(200, 1);
  const { follows, posts } = planCommunity(members, 1, products);

  test('are the same for the same seed and others for another', () => {
    expect(planCommunity(members, 1, products)).toEqual({ follows, posts });
    expect(planCommunity(planMembers(200, 2), 2, products).follows).not.toEqual(follows);
    expect(planCommunity(members.slice(0, 1), 1, products)).toEqual({ follows: [], posts: [] });
  });

  test('are of different members, each once, and a few hundred', () => {
    expect(follows.every(({ follower, followed }) => follower !== followed)).toBe(true);
    expect(new Set(follows.map(({ follower, followed }) => `${follower} ${followed}`)).size).toBe(follows.length);
    expect(follows.length).toBeGreaterThan(400);
    expect(follows.length).toBeLessThan(800);
    expect(posts).toHaveLength(150);
  });

  test('tell a story: a few are followed by many, some by nobody; some follow nobody', () => {
    const followers = [...Map.groupBy(follows, ({ followed }) => followed).values()].map(({ length }) => length);
    expect(Math.max(...followers)).toBeGreaterThan(30);
    expect(followers.length).toBeLessThan(190);
    expect(new Set(follows.map(({ follower }) => follower)).size).toBeLessThan(180);
    const heard = new Set(follows.map(({ followed }) => followed));
    expect(posts.filter(({ member }) => heard.has(member)).length).toBeGreaterThan(120);
  });

  test('have texts that the schema takes, nearly all different, and keys of their own', () => {
    for (const { body, comments } of posts) {
      expect(body).not.toMatch(/[{}]/);
      expect(body.length).toBeLessThan(1_000);
      expect(new Set(comments.map((comment) => comment.body)).size).toBe(comments.length);
    }
    expect(new Set(posts.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(posts.length);
    const texts = Map.groupBy(posts, ({ body }) => body);
    expect(Math.max(...[...texts.values()].map(({ length }) => length))).toBeLessThanOrEqual(5);
    const comments = posts.flatMap((post) => post.comments);
    expect(comments.length).toBeGreaterThan(150);
    expect(comments.length).toBeLessThan(500);
  });
});

describe('preferences', () => {
  test('are chosen by some, the same for the same seed, and only added to when there are more members', () => {
    const planned = planPreferences(planMembers(200, 1), 1);
    expect(planned.length).toBeGreaterThan(25);
    expect(planned.length).toBeLessThan(75);
    expect(planPreferences(planMembers(300, 1), 1).slice(0, planned.length)).toEqual(planned);
    expect(new Set(planned.map(({ input }) => JSON.stringify(input))).size).toBeGreaterThan(5);
  });
});
