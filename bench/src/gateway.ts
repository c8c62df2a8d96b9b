import { parseArgs } from 'node:util';
import { interruption, runCommand, tell } from './command.ts';
import { duration, wholeNumber } from './flags.ts';
import { measureGateways } from './gateway/measureGateways.ts';
import type { GatewayName } from './gateway/startGateways.ts';
import { WORKLOADS } from './gateway/workloads.ts';

const usage = `Measures this gateway, @apollo/gateway and Hive Gateway over the same four subgraphs, in one run. Linux.

  npm run bench:gateway -- [options]

  --rounds N            how often each gateway is measured, turn about   (default: 5)
  --seconds N           how long each in a round                         (default: 3)
  --warm-up N           seconds before that, unmeasured                  (default: 3)
  --concurrency N       connections                                      (default: 50)
  --delays LIST         how long subgraphs take, ms                      (default: 0,4,50)
  --workloads LIST      of deep, small, list, mix                        (default: all)
  --without-hive        without Hive Gateway, which is installed into .wellspring/bench the first time
  --quick               one short round of deep and small, without Hive Gateway: to see that it works
  --json                the figures as one JSON object on the last line
  --help                this text

Each gateway has one core to itself; load and subgraphs share the other. \`unshared\` is ours with SHARE_FETCHES=false.
Exit code: 0 when every answer was right, 1 when one was not.
`;

const FULL = { rounds: '5', seconds: '3', 'warm-up': '3', delays: '0,4,50', workloads: 'deep,small,list,mix' };
const QUICK = { rounds: '1', seconds: '0.5', 'warm-up': '0.5', delays: '0', workloads: 'deep,small' };

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      'warm-up': { type: 'string' },
      concurrency: { type: 'string', default: '50' },
      delays: { type: 'string' },
      workloads: { type: 'string' },
      'without-hive': { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const given = { ...(values.quick ? QUICK : FULL), ...values };
  const names: readonly string[] = WORKLOADS.map(({ name }) => name);
  const workloads = given.workloads.split(',');
  const unknown = workloads.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`--workloads expects some of ${names.join(', ')}; got '${unknown}'.`);
  const gateways: GatewayName[] = ['ours', 'unshared', 'stock'];
  if (!values.quick && !values['without-hive']) gateways.push('hiveGateway');
  const report = await measureGateways({
    rounds: wholeNumber('rounds', given.rounds, 1),
    seconds: duration('seconds', given.seconds),
    warmUp: duration('warm-up', given['warm-up']),
    concurrency: wholeNumber('concurrency', values.concurrency, 1),
    delays: given.delays.split(',').map((delay) => wholeNumber('delays', delay, 0)),
    gateways,
    workloads: workloads as (typeof WORKLOADS)[number]['name'][],
    signal: interruption(),
    tell,
  });
  const [main = {}] = Object.values(report.delays);
  process.stdout.write(`\nmemory ${JSON.stringify(report.memory)}; the subgraphs alone ${report.subgraphsAlone}/s\n`);
  if (values.json) process.stdout.write(`${JSON.stringify({ ...main, ...report })}\n`);
  return 0;
}

await runCommand(usage, main);
