import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ensureOwnerStreams } from '../bus/ownerStreams.ts';
import { databaseOf } from '../owner/bookkeeping.ts';
import { type EventTeller, eventTeller } from '../testing/eventTeller.ts';
import { eventually } from '../testing/eventually.ts';
import { ledger } from '../testing/fixtures/ledger/ledger.ts';
import { startTestServers, type TestServers } from '../testing/startTestServers.ts';
import { startTestedUnit, type TestedUnit } from '../testing/TestedUnit.ts';
import { parkedOf } from './ParkedEvents.ts';

/** What can happen; numbers choose an order. */
type Step =
  | { readonly kind: 'place' | 'cancel'; readonly order: number }
  /** The owner publishes an earlier event again, beyond the broker's window of deduplication. */
  | { readonly kind: 'repeat'; readonly event: number }
  /** The next attempts of the order's reactions fail; many: it is parked. */
  | { readonly kind: 'break'; readonly order: number; readonly times: number }
  | { readonly kind: 'wipe' | 'forget position' | 'restart' | 'retry parked' };

const order = fc.nat(3);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('place' as const, 'cancel' as const), order }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('repeat' as const), event: fc.nat(50) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('break' as const), order, times: fc.integer({ min: 1, max: 5 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('wipe' as const, 'forget position' as const, 'restart' as const, 'retry parked' as const),
    }),
  },
);

const LINES = [{ productId: 'p', quantity: 1 }];
const DATA = {
  OrderPlaced: { memberId: 'm', total: { amount: '1.00', currency: 'USD' }, lines: LINES },
  OrderCancelled: { memberId: 'm', lines: LINES },
};
const reactions = { attempts: 3, retry: { first: 1, last: 2 }, pollInterval: 10, leaseTtl: 1_000 };

let servers: TestServers;
let teller: EventTeller;
let runs = 0;

beforeAll(async () => {
  servers = await startTestServers();
  teller = await eventTeller('orders', servers);
}, 60_000);
afterAll(async () => {
  await teller?.stop();
  await servers?.stop();
});

/** Plays steps, heals, and answers what each order's events were and what was entered of them. */
async function play(steps: readonly Step[]): Promise<{ told: string[][]; entered: string[][] }> {
  runs += 1;
  const run = runs;
  const { streams, consumers } = teller.bus.manager;
  const failures = new Map<string, number>();
  const archive: { type: keyof typeof DATA; id: string; eventId: string }[] = [];
  const orderId = (index: number): string => `r${run}.${index}`;
  const start = (): Promise<TestedUnit> =>
    startTestedUnit(
      ledger(({ entityId }) => {
        const left = failures.get(entityId) ?? 0;
        if (left === 0) return;
        failures.set(entityId, left - 1);
        throw new Error('broken on demand');
      }),
      servers,
      { reactions, database: `model-${run}` },
    );
  const tell = ({ type, id, eventId }: (typeof archive)[number]) => teller.tell('Order', type, id, eventId, DATA[type]);
  const refill = async (): Promise<void> => {
    await streams.delete('EVENTS_orders');
    await ensureOwnerStreams(teller.bus.manager, 'orders');
    for (const event of archive) await tell(event);
  };
  await refill();
  let unit = await start();
  const parked = () => parkedOf(databaseOf(unit.running.connection));
  for (const next of steps) {
    if (next.kind === 'place' || next.kind === 'cancel') {
      const type = next.kind === 'place' ? 'OrderPlaced' : 'OrderCancelled';
      const event = { type, id: orderId(next.order), eventId: `r${run}-${archive.length}` } as const;
      archive.push(event);
      await tell(event);
    } else if (next.kind === 'repeat') {
      const event = archive[next.event % Math.max(1, archive.length)];
      if (event !== undefined) await teller.repeat('Order', event.type, event.id, event.eventId, DATA[event.type]);
    } else if (next.kind === 'break') failures.set(orderId(next.order), next.times);
    else if (next.kind === 'wipe') await refill();
    else if (next.kind === 'forget position')
      for (const name of ['ledger-OrderPlaced', 'ledger-OrderCancelled'])
        await consumers.delete('EVENTS_orders', name).catch(() => undefined);
    else if (next.kind === 'restart') {
      await unit.stop();
      unit = await start();
    } else await parked().updateMany({}, { $set: { state: 'retry' } });
  }
  failures.clear();
  const accounts = databaseOf(unit.running.connection).collection<{ _id: string; entries: string[] }>('Account');
  const told = [0, 1, 2, 3].map((index) =>
    archive.filter(({ id }) => id === orderId(index)).map(({ eventId }) => eventId),
  );
  const entered = async (): Promise<string[][]> =>
    Promise.all([0, 1, 2, 3].map(async (i) => (await accounts.findOne({ _id: orderId(i) }))?.entries ?? []));
  try {
    await eventually(
      'everything to be handled',
      async () => {
        await parked().updateMany({}, { $set: { state: 'retry' } });
        const counts = (await entered()).map(({ length }) => length);
        return counts.every((count, i) => count >= (told[i]?.length ?? 0)) && (await parked().countDocuments()) === 0;
      },
      15_000,
    ).catch(() => undefined); // what is missing is shown below
    return { told, entered: await entered() };
  } finally {
    await unit.stop();
  }
}

test('whatever happens, every event of an order has its effect once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const { told, entered } = await play(steps);
      expect(entered).toEqual(told);
    }),
    { numRuns: Number(process.env.REACTOR_RUNS ?? 8), endOnFailure: true },
  );
}, 240_000);
