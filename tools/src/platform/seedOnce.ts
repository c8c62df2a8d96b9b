import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endWithParent } from '@wellspring/kit/embedded';

/** What {@link seedOnce} needs. */
export interface SeedOnceOptions {
  readonly root: string;
  /** The data folder: it remembers that the sample data was loaded into it. */
  readonly folder: string;
  readonly endpoint: string;
  /** The units that run: sample data of others is loaded when they run for the first time. */
  readonly units: readonly string[];
  readonly print: (line: string) => void;
  /** Breaks the loading off; it goes on at the next start. */
  readonly signal: AbortSignal;
}

const SEED = join('tools', 'src', 'seed', 'seed.ts');

/** Loads the sample data, unless this folder has it. A failure is said and leaves the platform running without. */
export async function seedOnce({ root, folder, endpoint, units, print, signal }: SeedOnceOptions): Promise<void> {
  const marker = join(folder, 'seeded.json');
  const loaded = unitsLoaded(marker);
  if (units.every((unit) => loaded.includes(unit)) || !existsSync(join(root, SEED)) || signal.aborted) return;
  print('platform  loading the sample data, once');
  const args = ['--disable-warning=ExperimentalWarning', SEED, '--endpoint', endpoint, '--units', units.join(',')];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const lift = child.pid === undefined ? () => {} : endWithParent(child.pid);
  const stop = (): void => void child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  const code = await new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
    child.once('error', () => resolve(null));
  });
  lift();
  signal.removeEventListener('abort', stop);
  if (code === 0)
    writeFileSync(
      marker,
      `${JSON.stringify({ at: new Date().toISOString(), units: [...new Set([...loaded, ...units])] })}\n`,
    );
  else if (!signal.aborted) print('platform  the sample data could not be loaded; `npm run seed` tries again');
}

function unitsLoaded(marker: string): readonly string[] {
  if (!existsSync(marker)) return [];
  return (JSON.parse(readFileSync(marker, 'utf8')) as { units?: readonly string[] }).units ?? [];
}
