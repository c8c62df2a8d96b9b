import { basename, resolve } from 'node:path';
import { isWellspringError } from '../errors/WellspringError.ts';
import type { Unit } from './defineUnit.ts';
import { loadConfig } from './loadConfig.ts';
import { startUnit } from './startUnit.ts';

/**
 * A unit's `main.ts`: reads the environment, runs until SIGTERM or SIGINT, drains, ends. The only reader of `process.env`.
 * @param declared the unit, or what makes it of the environment where it has a configuration of its own
 */
export async function runUnit(declared: Unit | ((env: NodeJS.ProcessEnv) => Unit)): Promise<void> {
  try {
    const unit = typeof declared === 'function' ? declared(process.env) : declared;
    const running = await startUnit(unit, loadConfig(process.env));
    let signals = 0;
    const stop = (): void => {
      signals += 1;
      if (signals > 1) process.exit(1);
      running.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  } catch (error) {
    // One that is made of the environment has no name yet: its folder has, subgraphs/<name>/src/main.ts.
    const name = typeof declared === 'function' ? basename(resolve(process.argv[1] ?? '', '../..')) : declared.name;
    process.stderr.write(`${name}: ${inWords(error)}\n`);
    process.exit(1);
  }
}

function inWords(error: unknown): string {
  if (isWellspringError(error)) return error.message;
  const { code, port, address, stack } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (code === 'EADDRINUSE')
    return `port ${port} of ${address} is taken: end what listens there, or set PORT to another.`;
  return stack ?? String(error);
}
