import { parseArgs } from 'node:util';
import { runCommand, tell, unlessInterrupted } from '../src/command.ts';
import { duration, wholeNumber } from '../src/flags.ts';
import { formatReport, toJson } from './AggregationReport.ts';
import { OWNERS } from './AggregationStage.ts';
import { measureAggregation } from './measureAggregation.ts';

const usage = `Measures one customer's overview answered in three ways: by synchronous calls to the other units, by messages to them
(scatter-gather over NATS), and from the local database; with all units healthy, with one slow and with one down; in one run.

  npm run bench:aggregation -- [options]

  --rounds N            how often everything is measured, turn about    (default: 5)
  --seconds N           how long each way in each condition of a round  (default: 2)
  --warm-up N           seconds each way before that, unmeasured        (default: 3)
  --concurrency N       requests under way at a time                    (default: 8)
  --members N           how many members are loaded                     (default: 100)
  --orders N            how many orders are loaded                      (default: 600)
  --unit NAME           who is slow and down: members, orders, catalog  (default: catalog)
  --delay N             how much later a slow unit answers, ms          (default: 200)
  --deadline N          when messages are put together at the latest, ms (default: 400)
  --quick               1 round of half a second, 10 members, 30 orders: to see that it works
  --json                the figures as one JSON object on the last line
  --help                this text

It brings up a platform of its own on free ports and ends it.
Exit code: 0 when every answer was right, 1 when one was not, 130 when interrupted.
`;

const FULL = { rounds: '5', seconds: '2', 'warm-up': '3', members: '100', orders: '600' };
const QUICK = { rounds: '1', seconds: '0.5', 'warm-up': '0.3', members: '10', orders: '30' };

/** The command. Answers the exit code. */
async function main(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      ...{ rounds: text, seconds: text, 'warm-up': text, members: text, orders: text },
      concurrency: { type: 'string', default: '8' },
      unit: { type: 'string', default: 'catalog' },
      delay: { type: 'string', default: '200' },
      deadline: { type: 'string', default: '400' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const given = { ...(values.quick ? QUICK : FULL), ...values };
  const unit = OWNERS.find((owner) => owner === values.unit);
  if (unit === undefined) throw new Error(`--unit expects one of ${OWNERS.join(', ')}; got "${values.unit}".`);
  return unlessInterrupted(async (signal) => {
    const report = await measureAggregation({
      unit,
      delayMs: wholeNumber('delay', values.delay, 1),
      deadlineMs: wholeNumber('deadline', values.deadline, 1),
      rounds: wholeNumber('rounds', given.rounds, 1),
      seconds: duration('seconds', given.seconds),
      warmUp: duration('warm-up', given['warm-up']),
      concurrency: wholeNumber('concurrency', values.concurrency, 1),
      members: wholeNumber('members', given.members, 1),
      orders: wholeNumber('orders', given.orders, 1),
      signal,
      tell,
    });
    process.stdout.write(`\n${formatReport(report)}`);
    if (values.json) process.stdout.write(`${JSON.stringify(toJson(report))}\n`);
  });
}

await runCommand(usage, main);
