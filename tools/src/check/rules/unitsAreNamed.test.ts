import { expect, test } from '@jest/globals';
import { findProblems } from '../testing/findProblems.ts';
import { unitsAreNamed } from './unitsAreNamed.ts';

const sdl = 'type Query { a: Int }';

test('a unit is called like its folder', () => {
  expect(findProblems(unitsAreNamed, { orders: { sdl, declaredName: 'order' } })).toEqual([
    'UNIT_MISNAMED subgraphs/orders/src/unit.ts order: The unit is called "order" and its folder "orders": write `name: \'orders\'`, or rename the folder.',
  ]);
  expect(findProblems(unitsAreNamed, { orders: { sdl, declaredName: 'orders' }, fresh: { sdl } })).toEqual([]);
});
