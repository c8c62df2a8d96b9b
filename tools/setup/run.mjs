import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { basename } from 'node:path';
import { ROOT } from './paths.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const PATIENCE = 2_000; // ms

/** Whether the output goes to a log rather than to a person: no colour, no progress bars. */
export const plain = process.env.CI !== undefined && process.env.CI !== '' && process.env.CI !== 'false';

/**
 * Runs a program to its end, its output shown on standard error. A signal is passed on to it, awaited, and then thrown
 * as an `Interrupted`, so that locks and half-made folders are removed.
 *
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<boolean>} whether it ended well; false also when it could not be started
 */
export function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', process.stderr, process.stderr] });
    let interrupted;
    let force;
    const pass = (signal) => {
      interrupted = signal;
      child.kill(signal);
      force ??= setTimeout(() => child.kill('SIGKILL'), PATIENCE); // npm first finishes what it is at
    };
    for (const signal of SIGNALS) process.on(signal, pass);
    const end = (ok) => {
      clearTimeout(force);
      for (const signal of SIGNALS) process.off(signal, pass);
      if (interrupted === undefined) resolve(ok);
      else reject(new Interrupted(interrupted));
    };
    child.once('error', () => end(false));
    child.once('exit', (code) => end(code === 0));
  });
}

/** Set-up was asked to stop. */
export class Interrupted extends Error {
  name = 'Interrupted';

  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(`Interrupted by ${signal}; the next run goes on from here.`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/**
 * Runs a program and collects what it prints.
 *
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<string | undefined>} its standard output, or undefined when it failed or could not be started
 */
export function ask(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    child.once('error', () => resolve(undefined));
    child.once('close', (code) => resolve(code === 0 ? output.trim() : undefined));
  });
}

/**
 * Runs npm: the one that runs us, else the one on the PATH.
 *
 * @param {string[]} args
 */
export function npm(args) {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', ...(plain ? ['--no-progress'] : [])];
  const ours = process.env.npm_execpath;
  if (ours !== undefined && basename(ours) === 'npm-cli.js') return run(process.execPath, [ours, ...args, ...quiet]);
  return run('npm', [...args, ...quiet]);
}
