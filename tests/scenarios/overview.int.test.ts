import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@wellspring/kit/testing';
import { CancelOrder, CustomerOverview, type CustomerOverviewQuery } from '@wellspring/schema/operations';
import { STAFF, startTestedPlatform, type TestedPlatform } from '../testedPlatform.ts';

jest.setTimeout(120_000);

type Overview = NonNullable<CustomerOverviewQuery['customerOverview']>;

describe('an overview of a customer', () => {
  let tested: TestedPlatform;
  let ada: string;
  let book: string;
  let first: string;
  beforeAll(async () => {
    tested = await startTestedPlatform(['members', 'catalog', 'orders', 'insights']);
    [ada, book] = [await tested.join('ada'), await tested.add('BOOK-1', 'A book')];
  }, 120_000);
  afterAll(() => tested?.platform.stop(), 30_000);

  const overview = async (actor = STAFF): Promise<Overview | null> =>
    (await tested.run(CustomerOverview, { memberId: ada }, actor)).customerOverview ?? null;
  const reach = (what: string, holds: (overview: Overview) => boolean): Promise<unknown> =>
    eventually(
      what,
      async () => {
        const now = await overview();
        return now !== null && holds(now);
      },
      30_000,
    );
  const purchases = ({ purchases: list }: Overview) => list?.edges?.map(({ node }) => node) ?? [];
  const names = (now: Overview) => purchases(now).flatMap((order) => order?.lines?.map(({ product }) => product?.name));
  const counts = ({ orderCounts }: Overview) => orderCounts?.map(({ status, count }) => `${count} ${status}`);
  const order = () => eventually('the order to be taken', () => tested.order(ada, book));

  test('follows orders: placed, and cancelled', async () => {
    first = await order();
    const second = await order();
    await reach('two orders', (now) => purchases(now).length === 2 && counts(now)?.[0] === '2 PLACED');
    await tested.run(CancelOrder, { id: second }, ada);
    await reach('one cancelled', (now) => purchases(now)[0]?.status === 'CANCELLED' && counts(now)?.length === 2);
    const now = await overview(ada);
    expect(now).toMatchObject({
      id: ada,
      member: { displayName: 'ada', handle: 'ada' },
      totals: [{ currency: 'USD', orderCount: 1, ordered: { amount: '10.00' }, paid: { amount: '0.00' } }],
      orderCounts: [
        { status: 'PLACED', count: 1 },
        { status: 'CANCELLED', count: 1 },
      ],
    });
    expect(purchases(now as Overview).map((each) => each?.id)).toEqual([second, first]);
  });

  test('follows the names of products and members; what was paid stays', async () => {
    await tested.rename(book, 'A better book');
    const query = 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { id } }';
    await tested.get(query, { actor: ada, variables: { input: { displayName: 'Ada L.' } } });
    await reach('the new names', (now) => names(now)[0] === 'A better book' && now.member?.displayName === 'Ada L.');
    expect(purchases((await overview()) as Overview)[0]?.total?.amount).toBe('10.00');
  });

  test('with members, catalog and orders down, is answered in full', async () => {
    const before = await overview();
    const owners = ['members', 'catalog', 'orders'];
    await Promise.all(owners.map((unit) => tested.platform.hold(unit, { signal: 'SIGKILL' })));
    try {
      expect(await overview(ada)).toEqual(before); // `run` fails on any error
    } finally {
      await Promise.all(owners.map((unit) => tested.platform.release(unit)));
      await Promise.all(owners.map((unit) => tested.platform.ready(unit, 120_000)));
    }
  });

  test('ends with the member', async () => {
    await tested.get('mutation { leave }', { actor: ada });
    await eventually('the overview to be gone', async () => (await overview()) === null, 30_000);
    expect(tested.unexpected).toEqual([]);
  });
});
