import { parseArgs } from 'node:util';
import { type Case, compareExecutors } from './compareExecutors.ts';
import { unitsGraph } from './unitsGraph.ts';

// Compares the compiled executor with the stock one and with one schema over the same data, for many made-up graphs.
//   npm run oracle -- --graphs 100 --operations 100 --from 1 --planner hive --case outages
//   npm run oracle -- --units: the supergraph of the nine units, over data that are made up

const { values } = parseArgs({
  options: {
    graphs: { type: 'string', default: '20' },
    operations: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    planner: { type: 'string' },
    case: { type: 'string' },
    units: { type: 'boolean', default: false },
  },
});
const operations = Number(values.operations);
const cases: Readonly<Record<string, Case>> = {
  healthy: { operations },
  failures: { operations, failures: 0.08 },
  outages: { operations, outages: 0.7 },
};

let executed = 0;
let failed = 0;
for (let seed = Number(values.from); seed < Number(values.from) + Number(values.graphs); seed += 1) {
  for (const planner of ['hive', 'apollo'] as const) {
    if (values.planner !== undefined && values.planner !== planner) continue;
    for (const [name, options] of Object.entries(cases)) {
      if (values.case !== undefined && values.case !== name) continue;
      // Their data do not fail.
      if (values.units && name === 'failures') continue;
      try {
        executed += await compareExecutors(seed, planner, options, values.units ? unitsGraph(seed) : undefined);
      } catch (error) {
        failed += 1;
        process.stdout.write(`\n${planner}, ${name}: ${(error as Error).message}\n`);
      }
    }
  }
}
process.stdout.write(`${executed} operations executed in three ways; ${failed} differences\n`);
process.exitCode = failed === 0 ? 0 : 1;
