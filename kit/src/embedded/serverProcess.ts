import { type ChildProcess, spawn } from 'node:child_process';
import { endWithParent } from './deathWatch.ts';
import { EmbeddedServerError } from './embeddedServerError.ts';

/** How a process ended. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What to start, and how to know that it answers. */
export interface ServerProcessOptions {
  /** Named in messages: `MongoDB`, `NATS`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Receives the server's output, line by line. */
  readonly log?: ((line: string) => void) | undefined;
  /** Where it runs. Default: where this process does. */
  readonly cwd?: string;
  /** One attempt to reach the server: resolves when it truly answers, throws while it does not. Default: no waiting. */
  readonly answers?: () => Promise<void>;
  /** How long it may take to answer. Default 60_000 ms. */
  readonly startTimeout?: number;
  /** Called repeatedly while the server is asked to stop: for one that must be woken up. */
  readonly nudge?: () => void;
}

/** A running child that is always ended by its id, and never outlives its parent. */
export interface ServerProcess {
  readonly pid: number;
  /** Resolves when the process has ended. */
  readonly exited: Promise<ProcessExit>;
  /** SIGTERM, then SIGKILL after `timeout` (default 10_000 ms). Resolves when it has ended. */
  stop(timeout?: number): Promise<void>;
  /** Sends `signal`; resolves when the process has ended, or at once for a signal that does not end it. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

const NOT_FATAL: ReadonlySet<NodeJS.Signals> = new Set(['SIGSTOP', 'SIGCONT', 'SIGHUP', 'SIGUSR1', 'SIGUSR2']);

/**
 * Starts a server in a process group of its own (Ctrl-C must reach the supervisor first) and waits until it answers.
 * Throws `EMBEDDED_SERVER_FAILED`, with the last lines it printed, when it ends or stays silent.
 */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const { name, command, args, log, answers = () => Promise.resolve(), nudge, startTimeout = 60_000 } = options;
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: options.env ?? process.env,
    cwd: options.cwd,
  });
  const lastLines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    readLines(stream, (line) => {
      lastLines.push(line);
      if (lastLines.length > 20) lastLines.shift();
      log?.(line);
    });
  }
  const spawnError = new Promise<Error>((resolve) => child.once('error', resolve));
  const exited = new Promise<ProcessExit>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  if (child.pid === undefined) {
    const cause = await spawnError;
    throw new EmbeddedServerError('EMBEDDED_SERVER_FAILED', `${name} could not be started: ${cause.message}`, {
      cause,
    });
  }
  const lift = endWithParent(child.pid);
  void exited.then(lift);

  const server: ServerProcess = {
    pid: child.pid,
    exited,
    async stop(timeout = 10_000) {
      await endProcess(child, exited, timeout, nudge);
    },
    async kill(signal) {
      child.kill(signal);
      if (!NOT_FATAL.has(signal)) await exited;
    },
  };

  const deadline = Date.now() + startTimeout;
  let ended: ProcessExit | undefined;
  void exited.then((exit) => {
    ended = exit;
  });
  for (;;) {
    const failure = await Promise.race([answers().then(() => undefined, asError), exited.then(exitError)]);
    if (failure === undefined) return server;
    const said = lastLines.length > 0 ? ` It said:\n${lastLines.map((line) => `  ${line}`).join('\n')}` : '';
    if (ended !== undefined) {
      throw new EmbeddedServerError(
        'EMBEDDED_SERVER_FAILED',
        `${name} ended while starting (${describe(ended)}).${said}`,
      );
    }
    if (Date.now() > deadline) {
      await server.kill('SIGKILL');
      throw new EmbeddedServerError(
        'EMBEDDED_SERVER_FAILED',
        `${name} did not answer within ${startTimeout} ms (${failure.message}).${said}`,
        { cause: failure },
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

async function endProcess(
  child: ChildProcess,
  exited: Promise<ProcessExit>,
  timeout: number,
  nudge: (() => void) | undefined,
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    await exited;
    return;
  }
  child.kill('SIGTERM');
  child.kill('SIGCONT'); // a stopped process would never see the SIGTERM
  const hard = setTimeout(() => child.kill('SIGKILL'), timeout);
  const waker = nudge === undefined ? undefined : setInterval(nudge, 30);
  await exited;
  clearTimeout(hard);
  clearInterval(waker);
}

function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}

/** `exit code 3` or `signal SIGKILL`. */
export function describe(exit: ProcessExit): string {
  return exit.signal === null ? `exit code ${exit.code}` : `signal ${exit.signal}`;
}

const exitError = (exit: ProcessExit): Error => new Error(describe(exit));
const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
