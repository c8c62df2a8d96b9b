import { describe, expect, test } from '@jest/globals';
import { compareExecutors } from './compareExecutors.ts';
import { unitsGraph } from './unitsGraph.ts';

// A few graphs and many operations; `npm run oracle` takes thousands.
const GRAPHS = 3;
const OPERATIONS = 40;
const seeds = Array.from({ length: GRAPHS }, (_, index) => 1 + index);

describe.each(['hive', 'apollo'] as const)('with the planner of %s', (planner) => {
  test.each(seeds)(
    'graph %i: answers as the stock executor and one schema over the same data do',
    async (seed) => {
      expect(await compareExecutors(seed, planner, { operations: OPERATIONS })).toBeGreaterThan(OPERATIONS / 3);
    },
    120_000,
  );

  test.each(seeds)(
    'graph %i: where fields fail, the same data is lost, and errors tell where',
    async (seed) => {
      expect(await compareExecutors(seed, planner, { operations: OPERATIONS, failures: 0.08 })).toBeGreaterThan(
        OPERATIONS / 3,
      );
    },
    120_000,
  );

  test.each(seeds)(
    'graph %i: where a subgraph is down, the same data is lost, with the same codes and paths',
    async (seed) => {
      expect(await compareExecutors(seed, planner, { operations: OPERATIONS, outages: 0.7 })).toBeGreaterThan(
        OPERATIONS / 3,
      );
    },
    120_000,
  );

  test.each([
    ['', { operations: 120 }],
    [', where one is down', { operations: 60, outages: 0.7 }],
  ])(
    'the supergraph of the nine units answers as the stock executor and one schema over the same data do%s',
    async (_, options) => {
      expect(await compareExecutors(1, planner, options, unitsGraph(1))).toBeGreaterThan(options.operations / 2);
    },
    120_000,
  );
});
