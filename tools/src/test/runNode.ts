import { spawn } from 'node:child_process';

/** How a program ended, and what it printed if that was kept. */
export interface Ran {
  readonly ok: boolean;
  /** In seconds. */
  readonly took: number;
  readonly output: string;
}

/** How {@link runNode} runs it. */
export interface RunNodeOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Keeps the output instead of showing it. */
  readonly quiet: boolean;
  /** Ends the program when it is aborted. */
  readonly signal: AbortSignal;
}

/** Runs a file with this Node, to its end. */
export async function runNode(args: readonly string[], options: RunNodeOptions): Promise<Ran> {
  const { cwd, env, quiet, signal } = options;
  const started = performance.now();
  const pipe = quiet ? 'pipe' : 'inherit';
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd,
    env,
    stdio: ['ignore', pipe, pipe],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const end = (): void => void child.kill('SIGTERM');
  signal.addEventListener('abort', end, { once: true });
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      output += error.message;
      resolve(null);
    });
    child.once('close', resolve);
  });
  signal.removeEventListener('abort', end);
  return { ok: code === 0, took: (performance.now() - started) / 1000, output };
}
