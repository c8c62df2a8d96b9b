import { parseArgs } from 'node:util';
import { runCommand, tell, unlessInterrupted } from './command.ts';
import { duration, wholeNumber } from './flags.ts';
import { measureReplication } from './replication/measureReplication.ts';
import { formatReplication } from './replication/ReplicationReport.ts';

const usage = `Measures replication from one unit to another against what the MongoDB server does by itself, in one run.

  npm run bench:replication -- [options]

  --changes N           entities that are changed, once each           (default: 10000)
  --bootstrap N         rows of a replica that is filled from nothing  (default: 50000; 0 leaves it out)
  --raw N               seconds for the server by itself, twice        (default: 4)
  --lag N               seconds of 50 changes each                     (default: 8)
  --sync-interval T     of nats-server                                 (default: 10s)
  --quick               200 changes, 500 rows, half a second each: to see that it works
  --json                the figures as one JSON object on the last line
  --help                this text

It brings up MongoDB, NATS and the units catalog and orders on free ports, and ends them. With MONGODB_URI or NATS_URL it
measures on those servers, in databases that it drops again; that broker must not serve anything else.
--changes 100000 drains that many; on a slow MongoDB server that takes long.
Exit code: 0 when everything arrived, 1 when not, 130 when interrupted.
`;

const FULL = { changes: '10000', bootstrap: '50000', raw: '4', lag: '8' };
const QUICK = { changes: '200', bootstrap: '500', raw: '0.5', lag: '1' };

/** The command. Answers the exit code. */
async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      changes: { type: 'string' },
      bootstrap: { type: 'string' },
      raw: { type: 'string' },
      lag: { type: 'string' },
      'sync-interval': { type: 'string', default: '10s' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const given = { ...(values.quick ? QUICK : FULL), ...values };
  return unlessInterrupted(async (signal) => {
    const report = await measureReplication({
      changes: wholeNumber('changes', given.changes, 1, 7),
      bootstrap: wholeNumber('bootstrap', given.bootstrap, 0, 7),
      rawSeconds: duration('raw', given.raw),
      lagSeconds: duration('lag', given.lag),
      syncInterval: values['sync-interval'],
      signal,
      tell,
    });
    process.stdout.write(`\n${formatReplication(report)}`);
    if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  });
}

await runCommand(usage, main);
