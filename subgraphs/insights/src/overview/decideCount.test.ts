import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type CountChange, type CountedOrder, decideCount, joinOrder } from './decideCount.ts';
import { ORDER_STATUSES, type OrderStatus } from './OrderStatus.ts';

const usd = (minor: number) => ({ minor, currency: 'USD' });
const placed = usd(25_830);
const order = (status: OrderStatus): CountedOrder => ({ memberId: 'ada', status, placed });

describe('what an order counts', () => {
  test('given nothing, when placed, then it is ordered, not paid', () => {
    expect(decideCount(null, order('PLACED'))).toEqual({
      counts: { PLACED: 1 },
      total: { currency: 'USD', orders: 1, ordered: 25_830, paid: 0 },
    });
  });

  test('given placed, when paid, then it is paid, and no longer placed', () => {
    expect(decideCount(order('PLACED'), order('PAID'))).toEqual({
      counts: { PLACED: -1, PAID: 1 },
      total: { currency: 'USD', orders: 0, ordered: 0, paid: 25_830 },
    });
  });

  test('given paid, when fulfilled, then only the status changes', () => {
    expect(decideCount(order('PAID'), order('FULFILLED'))).toEqual({
      counts: { PAID: -1, FULFILLED: 1 },
    });
  });

  test('given paid, when cancelled, then all of it is taken back', () => {
    expect(decideCount(order('PAID'), order('CANCELLED'))).toEqual({
      counts: { PAID: -1, CANCELLED: 1 },
      total: { currency: 'USD', orders: -1, ordered: -25_830, paid: -25_830 },
    });
  });

  test('given that nobody told what was ordered, nothing', () => {
    expect(decideCount(null, { memberId: 'ada', status: 'PAID' })).toBeNull();
  });

  test('given the same once more, nothing', () => {
    expect(decideCount(order('PAID'), order('PAID'))).toBeNull();
  });
});

describe('whatever is told, in whatever order and however often', () => {
  /** The ways of an order's life, as orders tells of it. */
  const life = fc.constantFrom<readonly OrderStatus[]>(
    ['PLACED'],
    ['PLACED', 'PAID'],
    ['PLACED', 'PAID', 'FULFILLED'],
    ['PLACED', 'CANCELLED'],
    ['PLACED', 'PAID', 'CANCELLED'],
  );
  const placement = fc.record({
    minor: fc.integer({ min: 0, max: 100_000 }),
    currency: fc.constantFrom('USD', 'EUR', 'JPY'),
  });
  const orders = fc.array(fc.record({ life, placement }), { minLength: 1, maxLength: 8 });
  type Told = { readonly id: number; readonly told: CountedOrder };

  const telling = orders.chain((all) => {
    const once: Told[] = all.flatMap((each, id) =>
      each.life.map((status) => ({
        id,
        told: { memberId: 'ada', status, ...(status === 'PLACED' ? { placed: each.placement } : {}) },
      })),
    );
    return fc.record({
      all: fc.constant(all),
      told: fc.array(fc.nat(once.length - 1), { maxLength: 6 }).chain((again) => {
        const everything = [...once, ...again.map((at) => once[at] as Told)];
        return fc.shuffledSubarray(everything, { minLength: everything.length, maxLength: everything.length });
      }),
    });
  });

  test('the counts are those of a recomputation from the orders as they ended', () => {
    fc.assert(
      fc.property(telling, ({ all, told }) => {
        const known = new Map<number, CountedOrder>();
        const tally = new Tally();
        for (const each of told) {
          const before = known.get(each.id) ?? null;
          const after = joinOrder(before, each.told);
          known.set(each.id, after);
          tally.add(decideCount(before, after));
        }
        expect(tally.figures()).toEqual(recompute(all));
      }),
      { numRuns: 300 },
    );
  });

  /** From the orders themselves, without a thought of how it came to this. */
  function recompute(all: readonly { life: readonly OrderStatus[]; placement: CountedOrder['placed'] }[]) {
    const figures: Record<string, number> = {};
    const add = (name: string, by: number): void => {
      figures[name] = (figures[name] ?? 0) + by;
    };
    for (const { life, placement } of all) {
      const status = life.at(-1) as OrderStatus;
      const { minor, currency } = placement as NonNullable<typeof placement>;
      add(status, 1);
      if (status !== 'CANCELLED') {
        add(`${currency} orders`, 1);
        add(`${currency} ordered`, minor);
      }
      if (status === 'PAID' || status === 'FULFILLED') {
        add(`${currency} paid`, minor);
      }
    }
    return nonZero(figures);
  }
});

/** Adds changes up. */
class Tally {
  readonly #figures: Record<string, number> = {};

  add(change: CountChange | null): void {
    if (change === null) return;
    const { currency = '', ...total } = change.total ?? {};
    for (const [status, by] of Object.entries(change.counts)) this.#add(status, by);
    for (const [name, by] of Object.entries(total)) this.#add(`${currency} ${name}`, by);
  }

  figures(): Record<string, number> {
    return nonZero(this.#figures);
  }

  #add(name: string, by: number): void {
    this.#figures[name] = (this.#figures[name] ?? 0) + by;
  }
}

function nonZero(figures: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== 0));
}

test('an order’s statuses go one way: the further one wins, whichever was told first', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ORDER_STATUSES), fc.constantFrom(...ORDER_STATUSES), (a, b) => {
      const [first, second]: CountedOrder[] = [
        { memberId: 'ada', status: a, placed },
        { memberId: 'ada', status: b },
      ];
      expect(joinOrder(first ?? null, second as CountedOrder)).toEqual(
        joinOrder(second ?? null, first as CountedOrder),
      );
    }),
  );
});
