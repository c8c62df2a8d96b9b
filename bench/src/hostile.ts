import { parseArgs } from 'node:util';
import { interruption, runCommand, tell } from './command.ts';
import { wholeNumber } from './flags.ts';
import { measureHostile } from './hostile/measureHostile.ts';

const usage = `Bad requests of every kind against a gateway in production: none may crash it, get a 500, or cost it memory.

  npm run bench:hostile -- [options]

  --requests N          bad requests                                     (default: 100000)
  --concurrency N       at once                                          (default: 20)
  --quick               1,600 of them: to see that it works
  --json                the figures as one JSON object on the last line
  --help                this text

Exit code: 0 when each was refused with a 4xx or a coded error, none got a 500, and the gateway lives and answers; else 1.
`;

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      requests: { type: 'string' },
      concurrency: { type: 'string', default: '20' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const report = await measureHostile({
    requests: wholeNumber('requests', values.requests ?? (values.quick ? '1600' : '100000'), 1, 8),
    concurrency: wholeNumber('concurrency', values.concurrency, 1),
    signal: interruption(),
    tell,
  });
  const { requests, kinds, perSecond, wrong, status500, crashes, memory, goodAnswered } = report;
  process.stdout.write(
    `\n${requests} bad requests of ${kinds} kinds, ${perSecond} a second: ${wrong} not refused as they should be, ${status500} with a 500, ${crashes} crashes.\n` +
      `Memory of the gateway: ${memory.firstMb} MB in the second tenth, ${memory.lastMb} MB in the last. A good request ${goodAnswered ? 'is' : 'is NOT'} answered.\n`,
  );
  for (const name of report.wrongNames) process.stdout.write(`  ${name}\n`);
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  return wrong + status500 + crashes === 0 && goodAnswered ? 0 : 1;
}

await runCommand(usage, main);
