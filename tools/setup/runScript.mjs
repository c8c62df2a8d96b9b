import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';

/**
 * V8 lets the young generation grow to 96 MiB by itself: a third of what a gateway holds under load, for a throughput that cannot be
 * told apart (bench/README.md, `npm run bench:gateway`). The Dockerfile says the same.
 */
const youngGeneration = '--max-semi-space-size=16';

/**
 * Runs a command's script under `node`, in this process group, with this terminal.
 *
 * SIGINT, SIGTERM and SIGHUP are passed on once and then awaited: the command decides how it ends, and nothing ends
 * before it. What a terminal sends (Ctrl-C) reaches the command by itself. When npm, our parent, is gone, SIGTERM is sent.
 *
 * @param {string} node
 * @param {string} script
 * @param {string[]} args
 * @returns {Promise<number>} its exit code, or 128 + the number of the signal that ended it
 */
export function runScript(node, script, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, ['--disable-warning=ExperimentalWarning', script, ...args], {
      cwd: ROOT,
      stdio: 'inherit',
      env: {
        // Types are stripped and code is compiled once: it halves what a unit's process costs to start.
        NODE_COMPILE_CACHE: join(ROOT, '.wellspring', 'compile-cache'),
        ...process.env,
        // For all that is started from here: see `youngGeneration`. What the caller sets counts.
        NODE_OPTIONS: `${youngGeneration} ${process.env.NODE_OPTIONS ?? ''}`.trim(),
      },
    });
    const passed = new Set();
    const pass = (signal) => {
      if (passed.has(signal)) return;
      passed.add(signal);
      child.kill(signal);
    };
    const fromTerminal = process.stdin.isTTY === true;
    for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, fromTerminal ? () => {} : pass);
    process.on('SIGTERM', pass);
    const parent = process.ppid;
    const orphaned = () => process.env.npm_lifecycle_event !== undefined && process.ppid !== parent;
    const watch = setInterval(() => orphaned() && pass('SIGTERM'), 1_000);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearInterval(watch);
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}
