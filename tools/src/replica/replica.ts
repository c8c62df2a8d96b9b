import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { mongo } from 'mongoose';
import { splitName } from '../../../kit/src/bus/subjects.ts';
import { planReplicas } from '../../../kit/src/unit/planReplicas.ts';
import { importUnit } from '../generate/importUnit.ts';
import { openUnitDatabases } from '../parked/UnitDatabase.ts';
import { connectOperator } from '../platform/connectOperator.ts';
import { ROOT } from '../root.ts';
import { asOfCollection, rebuildAsOf } from './rebuildAsOf.ts';
import { beginRebuild, endRebuild, pendingOf } from './rebuildReplica.ts';

const usage = `Lists the local copies of units, and fills one again.

  npm run replica -- list [UNIT]
  npm run replica -- rebuild UNIT VIEW                 in place: rows are served until each is replaced
  npm run replica -- rebuild UNIT VIEW --as-of TIME    as it was, in a collection of its own

  UNIT                  whose copy, such as orders
  VIEW                  such as members.MemberCard
  --as-of TIME          ISO 8601; needs the history of the view (\`history\` of its owner's defineUnit)
  --help                this text

It works on the platform that \`npm start\` runs. Of a real deployment, name the unit's database and the broker: MONGODB_URI,
NATS_URL, NATS_USER (default operator) and NATS_PASSWORD.
`;

interface ReplicaState {
  readonly _id: string;
  readonly ready?: boolean;
  readonly asOf?: Date;
}

async function list(only: string | undefined): Promise<void> {
  const databases = await openUnitDatabases(process.env, only);
  try {
    for (const { unit, database } of databases) {
      const states = database.collection<ReplicaState>('wellspring.state').find({ _id: /^replica:/ });
      for (const { _id, ready, asOf } of await states.toArray()) {
        const view = _id.slice('replica:'.length);
        const rows = await database.collection(`replica.${view}`).countDocuments({ gone: { $exists: false } });
        const state = ready === true ? 'filled' : 'being filled';
        const since = asOf === undefined ? '' : `, known to be complete as of ${asOf.toISOString()}`;
        process.stdout.write(`${unit}: ${view}  ${rows} rows, ${state}${since}\n`);
      }
    }
  } finally {
    await Promise.all(databases.map((database) => database.close()));
  }
}

async function rebuild(unit: string, view: string, asOf: Date | undefined): Promise<number> {
  const declared = await importUnit(join(ROOT, 'subgraphs', unit));
  const plan = declared && planReplicas(declared).find((candidate) => candidate.view === view);
  if (plan === undefined) throw new Error(`Expected a unit and a view that it copies, got '${unit}' and '${view}'.`);
  const databases = await openUnitDatabases(process.env, unit);
  const connection = await connectOperator(process.env);
  try {
    const { database } = databases[0] as { database: mongo.Db };
    if (asOf !== undefined) {
      const owner = await importUnit(join(ROOT, 'subgraphs', splitName(view).unit));
      if (!owner?.history?.includes(splitName(view).name))
        throw new Error(`No history of ${view} is kept: its owner does not name it in \`history\` of defineUnit.`);
      const persons = Object.hasOwn(owner.erasable ?? {}, plan.entity);
      const count = await rebuildAsOf(connection, database, plan, asOf, persons);
      process.stdout.write(`${count} rows in ${asOfCollection(view, asOf)} of ${unit}'s database\n`);
      return 0;
    }
    const options = { connection, database, unit, view };
    const rows = await beginRebuild(options);
    process.stdout.write(`${rows} rows go on being served while each is replaced\n`);
    const until = performance.now() + 600_000;
    let told: number | null | undefined;
    while (performance.now() < until) {
      const pending = await pendingOf(options);
      if (pending === 0) {
        const dropped = await endRebuild(options);
        process.stdout.write(`rebuilt; ${dropped} rows that ${view} does not have are dropped\n`);
        return 0;
      }
      if (pending !== told)
        process.stdout.write(pending === null ? `waiting for ${unit}\n` : `${pending} messages to go\n`);
      told = pending;
      await delay(500);
    }
    throw new Error(`${unit} did not rebuild ${view} in ten minutes: is it up? It goes on when it is; run this again.`);
  } finally {
    await connection.close();
    await Promise.all(databases.map((database) => database.close()));
  }
}

/** The command. Answers the exit code. */
async function main(args: string[]): Promise<number> {
  const options = { 'as-of': { type: 'string' }, help: { type: 'boolean', default: false } } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const [action, unit, view] = positionals;
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (action === 'list') {
    await list(unit);
    return 0;
  }
  if (action !== 'rebuild' || unit === undefined || view === undefined) {
    process.stderr.write(usage);
    return 2;
  }
  const asOf = values['as-of'] === undefined ? undefined : new Date(values['as-of']);
  if (Number.isNaN(asOf?.getTime() ?? 0)) throw new Error(`--as-of: expected ISO 8601, got '${values['as-of']}'.`);
  return rebuild(unit, view, asOf);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
