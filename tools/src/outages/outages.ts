import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPlatform } from '../platform/startPlatform.ts';
import { ROOT } from '../root.ts';
import { formatOutages } from './formatOutages.ts';
import { measureOutages } from './measureOutages.ts';

const usage = `Takes each unit down, and each pair of units, asks fixed client operations, and writes docs/outages.md.

  npm run outages

It starts a platform of its own. It fails when an operation loses a field that is not a missing unit's own.
`;

/** The command. Answers the exit code: 1 when a field was lost that need not be. */
async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { help: { type: 'boolean', default: false } } });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const platform = await startPlatform({ syncInterval: '10s', env: { LOG_LEVEL: 'warn' } });
  try {
    const { units } = platform;
    const pairs = units.flatMap((one, index) => units.slice(index + 1).map((other) => [one, other]));
    const start = performance.now();
    const outages = await measureOutages(
      platform,
      [...units.map((unit) => [unit]), ...pairs],
      ({ missing, operations }) => {
        const lost = operations.flatMap((each) => each.lost);
        process.stdout.write(`${missing.join(', ')}: ${lost.length} fields are not answered\n`);
      },
    );
    const needless = outages.flatMap(({ missing, operations }) =>
      operations.flatMap(({ operation, lost, own }) =>
        lost.filter((path) => !own.includes(path)).map((path) => `${missing.join(', ')}: ${operation} ${path}`),
      ),
    );
    writeFileSync(join(ROOT, 'docs', 'outages.md'), formatOutages(outages));
    const seconds = (performance.now() - start) / 1_000;
    process.stdout.write(`docs/outages.md is written: ${outages.length} outages in ${seconds.toFixed(0)} s\n`);
    for (const each of needless) process.stderr.write(`lost, though others can answer it: ${each}\n`);
    return needless.length === 0 ? 0 : 1;
  } finally {
    await platform.stop();
  }
}

process.exitCode = await main(process.argv.slice(2));
