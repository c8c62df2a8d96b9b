import { parseArgs } from 'node:util';
import { connectPlatform } from './connectPlatform.ts';
import type { ServiceStatus } from './Platform.ts';
import { PlatformError } from './PlatformError.ts';

const usage = `Ends, holds down or starts again one process of the platform that \`npm start\` runs.

  npm run unit -- status                    what runs, and where
  npm run unit -- hold NAME [--kill]        end it and keep it down; --kill does so with SIGKILL, at once
  npm run unit -- release NAME              let it run again, and wait until it is ready
  npm run unit -- restart NAME              end it in order, start it again, and wait until it is ready

NAME is a unit, gateway, nats or mongodb.
`;

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { kill: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  const [action = 'status', name] = positionals;
  if (values.help) return void process.stdout.write(usage);
  if (!['status', 'hold', 'release', 'restart'].includes(action) || (action !== 'status' && name === undefined)) {
    throw new Error(`Expected an action and a name, got '${positionals.join(' ')}'.\n\n${usage}`);
  }
  const platform = connectPlatform();
  if (name === undefined) return show(await platform.status());
  if (action === 'status') return show((await platform.status()).filter((service) => service.name === name));
  if (action === 'hold') return show([await platform.hold(name, { signal: values.kill ? 'SIGKILL' : 'SIGTERM' })]);
  await (action === 'release' ? platform.release(name) : platform.restart(name));
  show([await platform.ready(name)]);
}

function show(services: readonly ServiceStatus[]): void {
  for (const { name, state, pid, url, restarts } of services) {
    const facts = [pid === undefined ? '' : `process ${pid}`, restarts > 0 ? `restarted ${restarts}×` : '', url ?? ''];
    process.stdout.write(`${name.padEnd(14)}${state.padEnd(9)}${facts.filter((fact) => fact !== '').join('  ')}\n`);
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof PlatformError || error instanceof Error) process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
