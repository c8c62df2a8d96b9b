/** Aborted once the command is interrupted or told to end. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => controller.abort(new Error('Interrupted.'));
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt).on('SIGHUP', interrupt);
  return controller.signal;
}

/** Says what is being done, beside the figures. */
export const tell = (line: string): void => void process.stderr.write(`${line}\n`);

/** Does a command's work until it ends or is interrupted. @returns the exit code: 0, or 130 when it was interrupted */
export async function unlessInterrupted(work: (signal: AbortSignal) => Promise<void>): Promise<number> {
  const signal = interruption();
  try {
    await work(signal);
    return 0;
  } catch (error) {
    if (!signal.aborted) throw error;
    tell('Interrupted: everything it started has ended.');
    return 130;
  }
}

/**
 * Runs a command and ends the process with its exit code: what was broken off (a seed that retries) must not keep it alive. `--help` prints
 * the usage instead.
 */
export async function runCommand(usage: string, main: (args: string[]) => Promise<number>): Promise<never> {
  const args = process.argv.slice(2);
  let exitCode = 1;
  try {
    if (args.includes('--help')) {
      process.stdout.write(usage);
      exitCode = 0;
    } else exitCode = await main(args);
  } catch (error) {
    tell((error as Error).message);
  }
  process.exit(exitCode);
}
