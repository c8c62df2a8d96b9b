import { parseArgs } from 'node:util';
import { type CampaignReport, isSound, runCampaign } from './runCampaign.ts';

const usage = `Runs the platform in processes of its own, writes and reads at random, and kills, pauses, restarts and wipes while it does.
Then it heals everything, waits until owners and replicas are equal, and compares what clients were told and saw with what is there.

  npm run faults -- [options]

  --seconds N   how long faults happen                                   (default: 60)
  --seed N      draws the schedule: the same seed, the same faults        (default: 1)
  --json        only the report, as one line of JSON
  --help        this text

It starts servers and data of its own and leaves a running platform alone. Exit code 1: something acknowledged was lost, something was
seen to go back, a replica differs from its owner, or something is in effect twice.
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const [seconds, seed] = [Number(values.seconds), Number(values.seed)];
  if (!(seconds > 0) || !Number.isInteger(seed)) {
    process.stderr.write(
      `Expected --seconds above 0 and a whole --seed; got "${values.seconds}" and "${values.seed}".\n`,
    );
    return 2;
  }
  const say = values.json ? () => undefined : (line: string) => void process.stdout.write(`${line}\n`);
  const report = await runCampaign({ seconds, seed, say });
  if (!values.json) process.stdout.write(inWords(report));
  process.stdout.write(`${JSON.stringify(report)}\n`);
  return isSound(report) ? 0 : 1;
}

function inWords(report: CampaignReport): string {
  const { acknowledged, lost, regressed, diverged, twice, convergeMs, details, unexpected } = report;
  const lines = [
    `${acknowledged} writes acknowledged: ${lost} lost, ${regressed} regressed, ${diverged} diverged, ${twice} twice`,
    convergeMs === null ? 'owners and replicas did not become equal' : `equal ${convergeMs} ms after healing`,
    ...details.map((detail) => `  ${detail}`),
    ...unexpected.map((line) => `  unexpected: ${line}`),
  ];
  return `\n${lines.join('\n')}\n\n`;
}

process.exitCode = await main();
