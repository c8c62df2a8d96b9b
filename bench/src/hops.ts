import { parseArgs } from 'node:util';
import { runCommand, tell, unlessInterrupted } from './command.ts';
import { duration, wholeNumber } from './flags.ts';
import { formatReport } from './hops/formatReport.ts';
import { toJson } from './hops/HopsReport.ts';
import { measureHops } from './hops/measureHops.ts';

const usage = `Measures the demo query with local copies and without, on the same processes, in one run.

  npm run bench:hops -- [options]

  --rounds N            how often each way is measured, turn about     (default: 10)
  --seconds N           how long each way in a round                   (default: 2)
  --warm-up N           seconds each way before that, unmeasured       (default: 3)
  --concurrency N       requests under way at a time                   (default: 8)
  --members N           how many members are loaded                    (default: 100)
  --orders N            how many orders are loaded, at least 10        (default: 300)
  --quick               2 rounds of half a second, 20 members, 30 orders: to see that it works
  --json                the figures as one JSON object on the last line
  --help                this text

It brings up a platform of its own on free ports and ends it. With MONGODB_URI or NATS_URL it measures on those servers;
what it loads into the databases of MONGODB_URI stays there.
Exit code: 0 when every answer was right, 1 when one was not, 130 when interrupted.
`;

const FULL = { rounds: '10', seconds: '2', 'warm-up': '3', members: '100', orders: '300' };
const QUICK = { rounds: '2', seconds: '0.5', 'warm-up': '0.5', members: '20', orders: '30' };

/** The command. Answers the exit code. */
async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      'warm-up': { type: 'string' },
      concurrency: { type: 'string', default: '8' },
      members: { type: 'string' },
      orders: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const given = { ...(values.quick ? QUICK : FULL), ...values };
  return unlessInterrupted(async (signal) => {
    const report = await measureHops({
      rounds: wholeNumber('rounds', given.rounds, 1),
      seconds: duration('seconds', given.seconds),
      warmUp: duration('warm-up', given['warm-up']),
      concurrency: wholeNumber('concurrency', values.concurrency, 1),
      members: wholeNumber('members', given.members, 1),
      orders: wholeNumber('orders', given.orders, 10),
      signal,
      tell,
    });
    process.stdout.write(`\n${formatReport(report)}`);
    if (values.json) process.stdout.write(`${JSON.stringify(toJson(report))}\n`);
  });
}

await runCommand(usage, main);
