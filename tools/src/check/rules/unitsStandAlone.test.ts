import { expect, test } from '@jest/globals';
import { findProblems } from '../testing/findProblems.ts';
import { unitsStandAlone } from './unitsStandAlone.ts';

const sdl = 'type Query { a: Int }';
const file = (path: string, text: string) => ({ path, text });
const members = { sdl };
const orders = (text: string) => ({ sdl, sources: [file('subgraphs/orders/src/order/place.ts', text)] });

test.each(['../../../members/src/unit.ts', '@wellspring/members', '@wellspring/members/src/unit.ts'])(
  'a unit does not import another by %s',
  (path) => {
    expect(
      findProblems(unitsStandAlone, {
        members,
        orders: orders(`import a from './a.ts';\nimport type { M } from '${path}';`),
      }),
    ).toEqual([
      `UNIT_IMPORTED subgraphs/orders/src/order/place.ts:2 ${path}: orders imports the unit members: units meet in views and events only. Copy a view of members, or use its contracts from @wellspring/schema.`,
    ]);
  },
);

test('nor lazily, nor do the gateway and the kit', () => {
  expect(
    findProblems(unitsStandAlone, { members, orders: orders("await import('@wellspring/members')") }),
  ).toHaveLength(1);
  const sources = [file('gateway/src/main.ts', "import { orders } from '../../subgraphs/orders/src/unit.ts';")];
  expect(findProblems(unitsStandAlone, { orders: { sdl } }, sources)).toEqual([
    'UNIT_IMPORTED gateway/src/main.ts:1 ../../subgraphs/orders/src/unit.ts: gateway imports the unit orders: units meet in views and events only. Copy a view of orders, or use its contracts from @wellspring/schema.',
  ]);
});

test('its own files, the kit and the contracts are free to it', () => {
  const text =
    "import '../unit.ts'; import '@wellspring/orders'; import '@wellspring/kit'; import '@wellspring/schema';";
  expect(findProblems(unitsStandAlone, { members, orders: orders(text) })).toEqual([]);
});
