import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { knownPage } from './knownPage.ts';

type Row = { readonly id: string; readonly of: { readonly id: string }; readonly at: string };
const list = { filter: { 'of.id': 'ada' }, order: { at: -1, id: -1 } } as const;
const row = (id: string, at: string, member = 'ada'): Row => ({ id, of: { id: member }, at });
const loaded = (rows: readonly (Row | null | Error)[]) => async () => [...rows];
const ids = ({ edges }: { edges: readonly { node: object }[] }) => edges.map(({ node }) => (node as Row).id);
const all = [row('a', '1'), row('b', '3'), row('c', '2'), row('d', '3')];
const beginning = { ids: ['a', 'b', 'c', 'd'], complete: true };

test('is sorted as the list is, whatever the order of the ids', async () => {
  const page = await knownPage(list, { first: 10 }, beginning, loaded(all));
  expect(page && ids(page)).toEqual(['d', 'b', 'c', 'a']);
  expect(page?.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
});

test('of any rows is what the list begins with', async () => {
  const rows = fc.uniqueArray(fc.record({ id: fc.string({ minLength: 1 }), at: fc.constantFrom('1', '2', '3') }), {
    selector: ({ id }) => id,
    minLength: 1,
  });
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 5 }), async (some, first) => {
      const mine = some.map(({ id, at }) => row(id, at));
      const known = { ids: mine.map(({ id }) => id), complete: true };
      const page = await knownPage(list, { first }, known, loaded(mine));
      const below = (a: string, b: string): number => (a < b ? 1 : a > b ? -1 : 0);
      const sorted = mine.toSorted((a, b) => below(a.at, b.at) || below(a.id, b.id)).map(({ id }) => id);
      expect(page && [ids(page), page.pageInfo.hasNextPage]).toEqual([sorted.slice(0, first), sorted.length > first]);
    }),
  );
});

test.each([
  ['a later page is asked for', { first: 2, after: 'x' }, beginning, all],
  ['the ids do not cover the page', { first: 4 }, { ...beginning, complete: false }, all],
  ['a row could not be had', {}, beginning, [...all.slice(1), new Error('away')]],
  ['a row is deleted', {}, beginning, [...all.slice(1), null]],
  ['a row is of another list', {}, beginning, [...all.slice(1), row('e', '1', 'bob')]],
] as const)('is not known where %s', async (_why, page, known, rows) => {
  expect(await knownPage(list, page, known, loaded(rows))).toBeUndefined();
});
