import { ROOT } from '../root.ts';
import { discoverUnits } from './discoverUnits.ts';
import { parseRunOptions, RUN_OPTIONS_HELP } from './parseRunOptions.ts';
import { runPlatform } from './runPlatform.ts';

const usage = `Brings up the whole platform: MongoDB, NATS, every unit and the gateway, each a process of its own.

  npm start -- [options]

${RUN_OPTIONS_HELP}`;

try {
  const names = discoverUnits(ROOT).map(({ name }) => name);
  const { help, positionals, options } = parseRunOptions(process.argv.slice(2), process.env, names);
  if (positionals.length > 0)
    throw new Error(`Expected no arguments, got '${positionals.join(' ')}'. See \`npm start -- --help\`.`);
  if (help) process.stdout.write(usage);
  else process.exitCode = await runPlatform(options);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
