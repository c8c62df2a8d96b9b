/**
 * The way into every npm script: installs what is missing, then runs the command under Node 24.
 *
 *     node tools/bootstrap.mjs COMMAND [options]
 *
 * Plain JavaScript without dependencies, because it runs before anything is installed, on any Node from 20.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { commands, helpText } from './commands.mjs';
import { ensureNode } from './setup/ensureNode.mjs';
import { ensurePackages } from './setup/ensurePackages.mjs';
import { ensureServers } from './setup/ensureServers.mjs';
import { ROOT } from './setup/paths.mjs';
import { Interrupted } from './setup/run.mjs';
import { runScript } from './setup/runScript.mjs';
import { SetupError } from './setup/SetupError.mjs';

/** Answers the exit code. */
async function main([name, ...args]) {
  if (name === undefined || name === 'help' || name === '--help') {
    process.stdout.write(helpText());
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    throw new SetupError(`There is no command '${name}'.`, `Expected one of: ${Object.keys(commands).join(', ')}.`);
  }
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new SetupError(`Node ${process.versions.node} is too old.`, 'Install Node 20 or newer; the rest is fetched.');
  }
  await ensurePackages();
  const node = await ensureNode();
  if (command.servers) await ensureServers(node);
  if (!existsSync(join(ROOT, command.script))) {
    throw new SetupError(`'${name}' is not there yet: ${command.script} does not exist.`, 'Update your clone.');
  }
  return runScript(node, command.script, args);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof Interrupted) {
    process.stderr.write(`\n${error.message}\n`);
    process.exitCode = error.exitCode;
  } else if (error instanceof SetupError) {
    process.stderr.write(`\n${error.message}\n${error.advice}\n`);
    process.exitCode = 1;
  } else throw error;
}
