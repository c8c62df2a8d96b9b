import { parseArgs } from 'node:util';
import { splitName } from '../../../kit/src/bus/subjects.ts';
import { allContracts } from '../generate/allContracts.ts';
import { readUnitFolders } from '../generate/readUnitFolders.ts';
import { connectOperator } from '../platform/connectOperator.ts';
import { ROOT } from '../root.ts';
import { readHistory } from './readHistory.ts';

const usage = `Prints what happened to an entity, oldest first: its business events, and the published revisions of views whose
history is kept (\`history\` of defineUnit).

  npm run history -- UNIT.ENTITY ID [options]

  UNIT.ENTITY           such as members.Member
  --json                one JSON array
  --help                this text

It reads the broker of the platform that \`npm start\` runs, or of any other where the environment has NATS_URL, NATS_USER
(default operator) and NATS_PASSWORD. What was erased is not there.
`;

/** The command. Answers the exit code. */
async function main(args: string[]): Promise<number> {
  const options = { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const [name = '', id, ...rest] = positionals;
  if (values.help || id === undefined || rest.length > 0) {
    (values.help ? process.stdout : process.stderr).write(usage);
    return values.help ? 0 : 2;
  }
  const { unit, name: entity } = splitName(name);
  const contracts = allContracts(await readUnitFolders(ROOT));
  const known = contracts.filter((contract) => contract.unit === unit && contract.entity === entity);
  if (known.length === 0) {
    const names = [...new Set(contracts.map((contract) => `${contract.unit}.${contract.entity}`))].sort();
    throw new Error(`Expected an entity with views or events, got '${name}'. There are: ${names.join(', ')}.`);
  }
  const views = known.filter(({ kind }) => kind === 'view').map((contract) => contract.name);
  const connection = await connectOperator(process.env);
  try {
    const entries = await readHistory(connection, { unit, entity, views }, id);
    if (values.json) process.stdout.write(`${JSON.stringify(entries)}\n`);
    else if (entries.length === 0) process.stdout.write(`Nothing is kept of ${name} "${id}".\n`);
    else
      for (const { at, kind, name: what, epoch, rev, data } of entries)
        process.stdout.write(`${at}  ${kind.padEnd(8)}  ${epoch}.${rev}  ${what}  ${JSON.stringify(data)}\n`);
    return 0;
  } finally {
    await connection.close();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
