import { parseArgs } from 'node:util';
import { readUnitFolders } from '../generate/readUnitFolders.ts';
import { connectOperator } from '../platform/connectOperator.ts';
import { ROOT } from '../root.ts';
import { formatReport } from './formatReport.ts';
import { reconcileUnit } from './reconcileUnit.ts';

const usage = `Compares copies with their owners, names the entities that differ, and repairs them.

  npm run reconcile -- [UNIT [VIEW]] [options]

  UNIT                  whose copies                  (default: those of every unit)
  VIEW                  one of them, such as members.MemberCard
  --no-repair           only look
  --json                one JSON object
  --help                this text

It asks the running unit, over NATS: of the platform that \`npm start\` runs, or of any other where the environment has
NATS_URL, NATS_USER (default operator) and NATS_PASSWORD. Units do the same by themselves every DRIFT_INTERVAL.
Exit code: 0 when nothing differs or everything is repaired, 1 when not, 2 when it could not be compared.
`;

/** The command. Answers the exit code. */
async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    allowNegative: true,
    options: {
      repair: { type: 'boolean', default: true },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [unit, view, ...rest] = positionals;
  if (values.help || rest.length > 0) {
    (values.help ? process.stdout : process.stderr).write(usage);
    return values.help ? 0 : 2;
  }
  const units = unit === undefined ? (await readUnitFolders(ROOT)).map(({ name }) => name) : [unit];
  const connection = await connectOperator(process.env);
  try {
    const replicas = [];
    for (const name of units) {
      for (const report of await reconcileUnit(connection, name, { view, repair: values.repair })) {
        replicas.push({ unit: name, ...report });
        if (!values.json) process.stdout.write(formatReport(name, report));
      }
    }
    const found = replicas.reduce((sum, report) => sum + Object.values(report.found).reduce((a, b) => a + b, 0), 0);
    const repaired = replicas.reduce((sum, report) => sum + report.repaired, 0);
    if (values.json) process.stdout.write(`${JSON.stringify({ found, repaired, replicas })}\n`);
    if (replicas.some(({ error }) => error !== undefined)) return 2;
    return repaired === found ? 0 : 1;
  } finally {
    await connection.close();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}
