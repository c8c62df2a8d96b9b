import { parseArgs } from 'node:util';
import { openUnitDatabases } from '../parked/UnitDatabase.ts';
import { restoreUnit } from './restoreUnit.ts';

const usage = `Tells a unit that its database was restored from a backup. It begins a new epoch, publishes every entity again, turns
entities that were created after the backup into tombstones, and takes the events that were published since into its archive.
A unit whose streams are intact notices a restore by itself.

  npm run restored -- UNIT

  UNIT                  such as members
  --help                this text

It writes into the unit's database: of the platform that \`npm start\` runs, or the one that MONGODB_URI names. Restore the
database while the unit is down, start the unit, then run this.
`;

/** The command. Answers the exit code. */
async function main(args: string[]): Promise<number> {
  const options = { help: { type: 'boolean', default: false } } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const [unit, ...rest] = positionals;
  if (values.help || unit === undefined || rest.length > 0) {
    (values.help ? process.stdout : process.stderr).write(usage);
    return values.help ? 0 : 2;
  }
  const databases = await openUnitDatabases(process.env, unit);
  try {
    for (const { database } of databases) {
      const report = await restoreUnit(database);
      if (report === null) {
        process.stdout.write(`${unit} is not up, or NATS is not: it begins a new epoch when it is.\n`);
        return 1;
      }
      const { epoch, tombstones, events } = report;
      process.stdout.write(
        `${unit} is in epoch ${epoch}: ${tombstones} entities created after the backup are gone, ${events} events are archived again, all others are being published.\n`,
      );
    }
    return 0;
  } finally {
    await Promise.all(databases.map((database) => database.close()));
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
