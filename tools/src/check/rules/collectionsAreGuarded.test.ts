import { expect, test } from '@jest/globals';
import { findProblems } from '../testing/findProblems.ts';
import { collectionsAreGuarded } from './collectionsAreGuarded.ts';

const unit = (text: string, path = 'subgraphs/orders/src/a.ts') => ({
  orders: { sdl: 'type Query { a: Int }', sources: [{ path, text }] },
});
const at = 'COLLECTION_BYPASSED subgraphs/orders/src/a.ts:2';

test.each([
  [
    'models.Order.collection.insertOne({})',
    `${at} .collection: The driver's collection goes around the golden source: writes are not stamped, replicas not guarded. Use the models and replicas of the context.`,
  ],
  [
    "db.collection('members')",
    `${at} .collection: The driver's collection goes around the golden source: writes are not stamped, replicas not guarded. Use the models and replicas of the context.`,
  ],
  [
    "{ $lookup: { from: 'replica.members.MemberCard' } }",
    `${at} $lookup: A join is not batched, and one into a copy reads rows that are gone or of another shape. Load through the entities and replicas of the context, which batch.`,
  ],
  [
    'const { collection } = models.Order;',
    `${at} { collection } =: The driver's collection goes around the golden source: writes are not stamped, replicas not guarded. Use the models and replicas of the context.`,
  ],
  [
    'connection.getClient()',
    `${at} .getClient: The driver's collection goes around the golden source: writes are not stamped, replicas not guarded. Use the models and replicas of the context.`,
  ],
  [
    "Order.find({ '_stamp.rev': 1 })",
    `${at} '_stamp: The stamp is written by the golden source alone, and is no content: record() adds events, save() counts revisions. Keep fields of your own for what you need.`,
  ],
  [
    "{ $merge: 'Order' }",
    `${at} $merge: An aggregation that writes goes around the golden source: nothing is stamped or published. Write through the model.`,
  ],
])('%s is refused', (line, expected) => {
  expect(findProblems(collectionsAreGuarded, unit(`\n${line}`))).toEqual([expected]);
});

test('comments and tests may speak of it', () => {
  expect(
    findProblems(collectionsAreGuarded, unit('// never Model.collection\n/** nor $lookup */\n * nor $out')),
  ).toEqual([]);
  expect(findProblems(collectionsAreGuarded, unit('Order.collection', 'subgraphs/orders/src/a.int.test.ts'))).toEqual(
    [],
  );
});
