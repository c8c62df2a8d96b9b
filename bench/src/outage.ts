import { parseArgs } from 'node:util';
import { interruption, runCommand, tell } from './command.ts';
import { wholeNumber } from './flags.ts';
import { measureOutage } from './outage/measureOutage.ts';

const usage = `Constant load on two gateways while subgraphs are killed, hung, slowed and revived, and every process is restarted.

  npm run bench:outage -- [options]

  --rate N              requests a second                                (default: 40)
  --hold N              how long each fault lasts, ms                    (default: 2500)
  --fetch-timeout N     FETCH_TIMEOUT_MS of the gateways                 (default: 1000)
  --operation-timeout N OPERATION_TIMEOUT_MS of the gateways             (default: 2500)
  --breaker-open N      BREAKER_OPEN_MS of the gateways                  (default: 500)
  --quick               short faults: to see that it works
  --json                the figures as one JSON object on the last line
  --help                this text

Each answer is compared: what no faulty subgraph had to bring must be there, what is null must have an error that names one.
Exit code: 0 when no request failed, p99 is within the operations' time limit, and breakers opened and closed; else 1.
`;

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      rate: { type: 'string', default: '40' },
      hold: { type: 'string' },
      'fetch-timeout': { type: 'string', default: '1000' },
      'operation-timeout': { type: 'string', default: '2500' },
      'breaker-open': { type: 'string', default: '500' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const report = await measureOutage({
    rate: wholeNumber('rate', values.rate, 1),
    hold: wholeNumber('hold', values.hold ?? (values.quick ? '600' : '2500'), 1),
    limits: {
      fetchTimeout: wholeNumber('fetch-timeout', values['fetch-timeout'], 1),
      operationTimeout: wholeNumber('operation-timeout', values['operation-timeout'], 1),
      breakerOpenFor: wholeNumber('breaker-open', values['breaker-open'], 1),
    },
    signal: interruption(),
    tell,
  });
  const { requests, failed, partial, p50Ms, p99Ms, slowestMs, boundMs, breakersOpened, breakersClosed } = report;
  process.stdout.write(
    `\n${requests} requests in ${Math.round(report.seconds)} s: ${failed} failed, ${partial} lacked what a faulty subgraph had to bring.\n` +
      `p50 ${p50Ms} ms, p99 ${p99Ms} ms, slowest ${slowestMs} ms, limit ${boundMs} ms. ` +
      `Breakers opened ${breakersOpened} and closed ${breakersClosed} times; ${report.restarts} processes restarted.\n`,
  );
  for (const failure of report.failures) process.stdout.write(`  ${failure}\n`);
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  return failed === 0 && p99Ms <= boundMs && breakersOpened > 0 && breakersClosed > 0 ? 0 : 1;
}

await runCommand(usage, main);
