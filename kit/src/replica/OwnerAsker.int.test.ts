import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { Bus } from '../bus/Bus.ts';
import { askSubject } from '../bus/subjects.ts';
import { type NatsServer, startNats } from '../embedded/index.ts';
import type { AskedRow } from '../owner/AskResponder.ts';
import { type AskLimits, OwnerAsker } from './OwnerAsker.ts';

const log = pino({ level: 'silent' });
let server: NatsServer;
let owner: Bus;
let consumer: Bus;
let tests = 0;
let view: string;

beforeAll(async () => {
  server = await startNats();
  owner = new Bus({ unit: 'members', url: server.url, log });
  consumer = new Bus({ unit: 'orders', url: server.url, log });
  for (const bus of [owner, consumer]) {
    bus.start();
    await bus.ready;
  }
}, 60_000);
beforeEach(() => {
  tests += 1;
  view = `Card${tests}`;
});
afterAll(async () => {
  await Promise.all([owner?.stop(), consumer?.stop()]);
  await server?.stop();
});

const asker = (limits: AskLimits = {}) => new OwnerAsker(consumer, `members.${view}`, log, limits);
/** Answers asks; what they were is collected. */
async function answering(answer: (ids: string[]) => unknown) {
  const asked: string[][] = [];
  owner.subscribe(askSubject('members', view), (payload, message) => {
    const { ids } = JSON.parse(Buffer.from(payload).toString()) as { ids: string[] };
    asked.push(ids);
    const said = answer(ids);
    if (said !== undefined) message.respond(typeof said === 'string' ? said : JSON.stringify(said));
  });
  await owner.connection.flush();
  return asked;
}
const row = (id: string): AskedRow => ({ id, epoch: 1, rev: 1, at: '2026-03-01T09:30:00.000Z', data: { id } });
const gone = (id: string): AskedRow => ({ id, epoch: 1, rev: 2, at: '2026-03-01T09:30:00.000Z', gone: true });
const because = (id: string, why: string) =>
  expect.objectContaining({
    code: 'REPLICA_UNAVAILABLE',
    message: `members.${view} "${id}" is not copied here yet, and ${why}.`,
    details: { view: `members.${view}`, id },
  });

describe('PROTOCOL "Asking the owner"', () => {
  test('an answer in parts is asked for to its end', async () => {
    const asked = await answering((ids) => ({ rows: ids.slice(0, 2).map(row), more: ids.length > 2 }));
    const answers = await asker().ask(['a', 'b', 'c', 'd', 'e']);

    expect([...answers.keys()]).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(answers.get('e')).toEqual(row('e'));
    expect(asked).toEqual([['a', 'b', 'c', 'd', 'e'], ['c', 'd', 'e'], ['e']]);
  });

  test('an owner that promises more for ever is not asked for ever', async () => {
    const asked = await answering(() => ({ rows: [], more: true }));

    expect((await asker().ask(['a'])).get('a')).toEqual(because('a', 'its owner left it out of the answer'));
    expect(asked).toEqual([['a']]);
  });

  test('each id has its own answer: a row, a tombstone, null for unknown, an error', async () => {
    await answering(() => ({
      rows: [row('a'), gone('b'), { id: 'c', unknown: true }, { id: 'd', error: 'VIEW_NOT_PURE' }],
    }));
    expect(Object.fromEntries(await asker().ask(['a', 'b', 'c', 'd', 'e']))).toEqual({
      a: row('a'),
      b: gone('b'),
      c: null,
      d: because('d', 'its owner answered VIEW_NOT_PURE'),
      e: because('e', 'its owner left it out of the answer'),
    });
  });

  test('an id is asked for once a batch; an unknown one not again until it is announced or forgotten with time', async () => {
    const asked = await answering((ids) => ({ rows: ids.map((id) => ({ id, unknown: true })) }));
    const one = asker();
    await one.ask(['a', 'a', 'b']);
    await one.ask(['a', 'c']);
    one.forget('a');
    await one.ask(['a', 'b']);
    expect(asked).toEqual([['a', 'b'], ['c'], ['a']]);
  });

  test.each([
    ['an error of the whole answer', { error: { code: 'BAD_INPUT', message: 'too many' } }],
    ['no rows', {}],
    ['null', 'null'],
    ['no JSON', '{"rows":'],
  ])('%s is REPLICA_UNAVAILABLE', async (_what, answer) => {
    await answering(() => answer);
    expect((await asker().ask(['a'])).get('a')).toEqual(because('a', 'its owner could not be asked'));
  });
});

describe('rule 9: an owner that is away or slow costs little', () => {
  test('nobody there is known at once', async () => {
    const began = performance.now();
    expect((await asker({ deadline: 5_000 }).ask(['a'])).get('a')).toEqual(
      because('a', 'its owner is not there to be asked'),
    );
    expect(performance.now() - began).toBeLessThan(300);
  });

  test('several requests of a batch have one deadline together', async () => {
    const asked = await answering(() => undefined);
    const ids = Array.from({ length: 500 }, (_, index) => `n${index}`);
    const began = performance.now();
    const answers = await asker({ deadline: 200 }).ask(ids);
    const took = performance.now() - began;
    // Each once, and once more at half of the time.
    expect(asked.map(({ length }) => length).sort()).toEqual([100, 100, 200, 200, 200, 200]);
    expect(ids.map((id) => answers.get(id))).toEqual(ids.map((id) => because(id, 'its owner did not answer in time')));
    expect(took).toBeGreaterThan(190);
    expect(took).toBeLessThan(500);
  });

  test('an owner that is busy is asked again with patience, until there is no more time', async () => {
    let refusals = 2;
    const busy = { error: { code: 'OWNER_BUSY', message: 'later' } };
    const asked = await answering((ids) => (refusals-- > 0 ? busy : { rows: ids.map(row) }));
    expect((await asker({ deadline: 10_000 }).ask(['a'])).get('a')).toEqual(row('a'));
    expect(asked).toHaveLength(3);
    refusals = Number.POSITIVE_INFINITY;
    expect((await asker({ deadline: 150 }).ask(['b'])).get('b')).toEqual(because('b', 'its owner is busy'));
  });

  test('more than so many at once are refused, and those under way go on', async () => {
    const asked = await answering((ids) => ({ rows: ids.map(row) }));
    const one = asker({ concurrency: 2 });
    const answers = await Promise.all(['a', 'b', 'c'].map((id) => one.ask([id])));
    expect(answers.map((answer, index) => answer.get('abc'[index] ?? ''))).toEqual([
      row('a'),
      row('b'),
      because('c', 'too many asks are under way'),
    ]);
    expect(asked).toHaveLength(2);
    expect((await one.ask(['c'])).get('c')).toEqual(row('c'));
  });

  test('a broker that was never reached is not waited for', async () => {
    const apart = new Bus({ unit: 'orders', url: server.url, log });
    const answers = await new OwnerAsker(apart, `members.${view}`, log).ask(['a']);
    expect(answers.get('a')).toEqual(because('a', 'NATS is not connected'));
  });
});
