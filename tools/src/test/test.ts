import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../root.ts';
import { readJestReport } from './readJestReport.ts';
import { runNode } from './runNode.ts';
import { stepsOf } from './steps.ts';

const usage = `Proves the platform: format, lint, types, schema rules, generated files, composition, then every Jest test.

  npm test                      all of it
  npm test -- PATTERN [options] only the Jest tests whose path matches; Jest's own options work too

The last line is \`N passed, N failed\`: steps and tests together.
`;

interface Row {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly took: number;
}

const write = (text: string): void => void process.stdout.write(text);

async function main(args: readonly string[]): Promise<number> {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());
  const ci = process.env.CI !== undefined && process.env.CI !== '' && process.env.CI !== 'false';
  const env: NodeJS.ProcessEnv = ci ? { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined } : process.env;
  const rows: Row[] = [];

  for (const { name, script, args: stepArgs } of args.length === 0 ? stepsOf(ROOT) : []) {
    if (ending.signal.aborted) break;
    write(`${name.padEnd(10)}`);
    const { ok, took, output } = await runNode([script, ...stepArgs], {
      cwd: ROOT,
      env,
      quiet: true,
      signal: ending.signal,
    });
    write(`${ok ? 'passed' : 'FAILED'}  ${took.toFixed(1)} s\n`);
    if (!ok) write(`${output.trimEnd()}\n\n`);
    rows.push({ name, passed: ok ? 1 : 0, failed: ok ? 0 : 1, took });
  }
  if (!ending.signal.aborted) rows.push(await runJest(args, env, ci, ending.signal));
  if (ending.signal.aborted) {
    write('\nInterrupted.\n');
    rows.push({ name: 'interrupted', passed: 0, failed: 1, took: 0 });
  }

  write('\n');
  for (const { name, passed, failed, took } of rows) {
    write(
      `  ${name.padEnd(12)}${String(passed).padStart(5)} passed${String(failed).padStart(5)} failed${took.toFixed(1).padStart(8)} s\n`,
    );
  }
  const passed = rows.reduce((sum, row) => sum + row.passed, 0);
  const failed = rows.reduce((sum, row) => sum + row.failed, 0);
  write(`\n${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

async function runJest(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  ci: boolean,
  signal: AbortSignal,
): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'wellspring-test-'));
  try {
    const report = join(folder, 'jest.json');
    // Two workers: every integration test starts servers of its own, and more of them would only wait for each other.
    const options = ['--maxWorkers=2', '--json', `--outputFile=${report}`, ...(ci ? ['--ci'] : [])];
    const jest = ['--experimental-vm-modules', join('node_modules', 'jest', 'bin', 'jest.js')];
    const { ok, took } = await runNode([...jest, ...options, ...args], { cwd: ROOT, env, quiet: false, signal });
    return { name: 'jest', ...readJestReport(readIfThere(report), ok), took };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

const args = process.argv.slice(2);
if (args.includes('--help')) write(usage);
else process.exitCode = await main(args);
