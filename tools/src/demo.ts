import { parseArgs } from 'node:util';
import { Narrator } from './demo/Narrator.ts';
import { runDemo } from './demo/runDemo.ts';
import { connectPlatform } from './platform/connectPlatform.ts';
import { PlatformError } from './platform/PlatformError.ts';

const usage = `Shows local copies at work on the running platform, with measured numbers. Every claim is checked.

  npm run demo -- [options]

  --json                the measurements as one JSON object on the last line
  --help                this text

It renames a product and kills catalog, and puts both right again at the end, also when it is interrupted.
Exit code: 0 when every claim is true, 1 when one is not, 2 when the platform does not run, 130 when interrupted.
`;

/** The command. Answers the exit code. */
async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const platform = connectPlatform();
  const narrator = new Narrator((text) => process.stdout.write(text), process.stdout.isTTY && !process.env.NO_COLOR);
  narrator.title('Wellspring: local copies at work', platform.endpoint);

  const interruption = new AbortController();
  const interrupt = (): void => {
    if (interruption.signal.aborted) narrator.say('One moment: the platform is being put right.');
    else interruption.abort(new Error('interrupted'));
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  const report = await runDemo(platform, narrator, interruption.signal);

  const { failures } = report;
  const interrupted = interruption.signal.aborted;
  if (interrupted) narrator.title('Interrupted.', failures.length === 0 ? 'Everything is as it was.' : '');
  else if (report.ok) narrator.title('Every claim was true.', '');
  else narrator.title(`${failures.length} ${failures.length === 1 ? 'claim was' : 'claims were'} not true.`, '');
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  if (failures.length > 0) return 1;
  return interrupted ? 130 : 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = error instanceof PlatformError && error.code === 'NOT_RUNNING' ? 2 : 1;
}
