import { parseArgs } from 'node:util';
import { isOperationFailed } from '../client/OperationFailed.ts';
import { discoverUnits, type UnitFolder } from '../platform/discoverUnits.ts';
import { ROOT } from '../root.ts';
import { createProgress } from './createProgress.ts';
import { SeedIncomplete } from './SeedIncomplete.ts';
import type { SeedTarget } from './SeedTarget.ts';
import { type SeedReport, seedPlatform } from './seedPlatform.ts';

export type { SeedTarget } from './SeedTarget.ts';
export { type SeedOptions, type SeedReport, seedPlatform as seed } from './seedPlatform.ts';

const usage = `Fills a running platform with the sample data: a catalog of real items, made-up members and orders.

  npm run seed -- [options]

  --endpoint URL        the gateway's GraphQL address       (default: http://127.0.0.1:4000/graphql)
  --units-direct        past the gateway: each unit at its own port, on the host of the endpoint
  --units A,B           the units that run                  (default: all)
  --members N           how many members                    (default: 120)
  --orders N            how many orders                     (default: 300)
  --seed N              another seed makes others up        (default: 1)
  --wait SECONDS        how long to wait for the platform   (default: 60)
  --json                the report as one JSON object on the last line
  --help                this text

It can be broken off and run again: what is there is left alone.
`;

/** The command. Answers the exit code: 1 for a failure, 2 when the platform is away. */
async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      endpoint: { type: 'string', default: 'http://127.0.0.1:4000/graphql' },
      'units-direct': { type: 'boolean', default: false },
      units: { type: 'string' },
      members: { type: 'string', default: '120' },
      orders: { type: 'string', default: '300' },
      seed: { type: 'string', default: '1' },
      wait: { type: 'string', default: '60' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const members = wholeNumber('members', values.members);
  const orders = wholeNumber('orders', values.orders);
  if (orders > 0 && members === 0) throw new Error('--orders needs members to place them: expected --members above 0.');
  const known = discoverUnits(ROOT);
  const units = values.units === undefined ? known.map(({ name }) => name) : values.units.split(',');
  const stranger = units.find((unit) => !known.some(({ name }) => name === unit));
  if (stranger !== undefined)
    throw new Error(`--units expects names out of ${known.map(({ name }) => name).join(', ')}; got '${stranger}'.`);
  const progress = createProgress(process.stdout);
  const report = await seedPlatform({
    endpoint: values['units-direct'] ? unitsBeside(values.endpoint, known) : values.endpoint,
    units,
    members,
    orders,
    seed: wholeNumber('seed', values.seed),
    waitMs: wholeNumber('wait', values.wait) * 1_000,
    ...progress,
  }).catch((error: unknown) => {
    if (error instanceof SeedIncomplete) printReport(error.report);
    throw error;
  });
  printReport(report);
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  return 0;
}

function printReport({ phases, seconds: all }: SeedReport): void {
  const lines = Object.entries(phases).map(
    ([name, { created, total, skipped = 0, seconds }]) =>
      `  ${name.padEnd(16)}${String(created).padStart(6)} added, ${total} there${skipped > 0 ? `; ${skipped} left out` : ''}  (${seconds.toFixed(1)} s)\n`,
  );
  process.stdout.write(`In ${all.toFixed(1)} s, side by side:\n${lines.join('')}`);
}

function wholeNumber(flag: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${flag} expects a whole number; got ${JSON.stringify(text)}.`);
  return Number(text);
}

/** The units at their default ports, on the endpoint's host. */
function unitsBeside(endpoint: string, units: readonly UnitFolder[]): SeedTarget {
  return (name) => {
    const url = new URL('/graphql', endpoint);
    url.port = String(units.find((unit) => unit.name === name)?.port);
    return url.href;
  };
}

async function run(args: string[]): Promise<number> {
  try {
    return await main(args);
  } catch (error) {
    const away = isOperationFailed(error, 'UNREACHABLE');
    process.stderr.write(`${isOperationFailed(error) ? `${error.code}: ` : ''}${(error as Error).message}\n`);
    if (away) process.stderr.write('Start the platform with `npm start`, or name where it runs with --endpoint URL.\n');
    return away ? 2 : 1;
  }
}

if (import.meta.main) process.exitCode = await run(process.argv.slice(2));
