import { parseArgs } from 'node:util';
import { dropParked, type ListedEvent, listParked, retryParked } from './parkedEvents.ts';
import { openUnitDatabases, type UnitDatabase } from './UnitDatabase.ts';

const usage = `Shows the business events that a unit could not handle, and decides what becomes of them.

  npm run parked -- list [--unit UNIT] [--json]     what is parked, by entity: the event that keeps failing, and why
  npm run parked -- retry ID... --unit UNIT         handle it again, then what stands behind it
  npm run parked -- retry --all [--unit UNIT]       ... everything that is parked
  npm run parked -- drop ID... --unit UNIT          give it up for good; what stands behind it stays parked

ID is an event's id, or <handler>:<id> as it is listed. The running unit does the handling, within a second or so.
The databases are those of the platform that \`npm start\` runs. Of a real deployment, name the unit's own one: MONGODB_URI, as
the unit has it; --unit is not needed then.
`;

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      unit: { type: 'string' },
      all: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(usage);
  const [action = 'list', ...ids] = positionals;
  const namesWhich = action === 'list' || ids.length > 0 || (action === 'retry' && values.all);
  if (!['list', 'retry', 'drop'].includes(action) || !namesWhich)
    throw new Error(`Expected list, retry or drop and which events, got '${positionals.join(' ')}'.\n\n${usage}`);
  if (ids.length > 0 && values.unit === undefined && !process.env.MONGODB_URI)
    throw new Error('Expected --unit UNIT: whose events they are.');
  const databases = await openUnitDatabases(process.env, values.unit);
  try {
    if (action === 'list') await list(databases, values.json);
    for (const { unit, database } of action === 'list' ? [] : databases) {
      const count =
        action === 'retry'
          ? await retryParked(database, values.all ? undefined : ids)
          : await dropParked(database, ids);
      process.stdout.write(`${unit}: ${count} ${action === 'retry' ? 'to be handled again' : 'dropped'}\n`);
    }
  } finally {
    await Promise.all(databases.map((database) => database.close()));
  }
}

async function list(databases: readonly UnitDatabase[], json: boolean): Promise<void> {
  const found = await Promise.all(
    databases.map(async ({ unit, database }) => ({ unit, parked: await listParked(database) })),
  );
  if (json) return void process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  for (const { unit, parked } of found)
    process.stdout.write(parked.length === 0 ? `${unit}: nothing is parked\n` : parked.map(print(unit)).join(''));
}

const print =
  (unit: string) =>
  ({ _id, line, attempts, at, error, behind, state }: ListedEvent): string => {
    const waiting = behind === 0 ? '' : `, ${behind} behind it`;
    const why = error === null ? 'it stood behind one that is gone' : `${error.code ?? ''} ${error.message}`.trim();
    return `${unit}: ${_id}\n  of ${line}, ${state} since ${at.toISOString()} after ${attempts} attempts${waiting}\n  ${why}\n`;
  };

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
