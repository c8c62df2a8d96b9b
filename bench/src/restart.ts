import { parseArgs } from 'node:util';
import { interruption, runCommand, tell } from './command.ts';
import { wholeNumber } from './flags.ts';
import { measureRestart } from './restart/measureRestart.ts';

const usage = `Restarts every process of the real units and the gateways, two of each, under constant load of queries and mutations.

  npm run bench:restart -- [options]

  --units LIST          units that run                                   (default: all)
  --rate N              requests a second                                (default: 20)
  --at-once N           units that are restarted side by side            (default: 2)
  --drain-delay N       DRAIN_DELAY of units and DRAIN_DELAY_MS of gateways, ms (default: 1500)
  --without-servers     NATS and MongoDB are not restarted after that
  --quick               members, catalog and orders alone
  --json                the figures as one JSON object on the last line
  --help                this text

A request fails that is not answered, or with any error. Exit code: 0 when none failed while processes were restarted, and every order that was
acknowledged is there at the end; else 1. What fails while NATS or MongoDB, which run once here, are away is told beside it.
`;

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      units: { type: 'string' },
      rate: { type: 'string', default: '20' },
      'at-once': { type: 'string', default: '2' },
      'drain-delay': { type: 'string', default: '1500' },
      'without-servers': { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const units = values.units ?? (values.quick ? 'members,catalog,orders' : undefined);
  const report = await measureRestart({
    units: units?.split(','),
    rate: wholeNumber('rate', values.rate, 1),
    atOnce: wholeNumber('at-once', values['at-once'], 1),
    drainDelay: wholeNumber('drain-delay', values['drain-delay'], 0),
    servers: !values['without-servers'],
    signal: interruption(),
    tell,
  });
  const { requests, mutations, failed, failures, lost, restarts, seconds, p50Ms, p99Ms, slowestMs, servers } = report;
  process.stdout.write(
    `\n${restarts} processes restarted, ${requests} requests (${mutations} mutations) meanwhile: ${failed} failed, ${lost} orders lost; ` +
      `p50 ${p50Ms} ms, p99 ${p99Ms} ms, slowest ${slowestMs} ms; ${Math.round(seconds)} s in all.\n`,
  );
  for (const [failure, times] of Object.entries(failures)) process.stdout.write(`  ${times} × ${failure}\n`);
  for (const [name, phase] of Object.entries(servers)) {
    process.stdout.write(`${name}: ${phase.failed} of ${phase.requests} failed, slowest ${phase.slowestMs} ms\n`);
    for (const [failure, times] of Object.entries(phase.failures)) process.stdout.write(`  ${times} × ${failure}\n`);
  }
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  return failed === 0 && lost === 0 ? 0 : 1;
}

await runCommand(usage, main);
