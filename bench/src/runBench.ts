import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '@wellspring/tools/root.ts';

const folders: string[] = [];

/** Removes the folders of the runs so far. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A run in a process of its own. */
export interface BenchRun {
  readonly ended: Promise<{ code: number | null; out: string; error: string }>;
  /** Its TMPDIR. */
  readonly folder: string;
}

/** Runs a bench's command in a process of its own. Its children have its TMPDIR too: that is how they are found. */
export const runBench =
  (script: string) =>
  (args: readonly string[], onText: (text: string, child: ChildProcess) => void = () => {}): BenchRun => {
    const folder = mkdtempSync(join(tmpdir(), 'wellspring-bench-test-'));
    folders.push(folder);
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
      cwd: ROOT,
      env: { ...process.env, TMPDIR: folder, NODE_OPTIONS: '' },
    });
    const said = { out: '', error: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      said.out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said.error += chunk.toString();
      onText(said.error, child);
    });
    const ended = new Promise<{ code: number | null; out: string; error: string }>((resolve) => {
      child.once('close', (code) => resolve({ code, ...said }));
    });
    return { ended, folder };
  };

export const isLinux = process.platform === 'linux';

/** The ids of the processes that have this TMPDIR. Only Linux tells; elsewhere none are found. */
export function processesOf(folder: string): number[] {
  if (!isLinux) return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      if (!(pid > 0)) return false;
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`TMPDIR=${folder}\0`);
      } catch {
        return false; // it ended meanwhile, or is someone else's
      }
    });
}
