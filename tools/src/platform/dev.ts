import { spawn } from 'node:child_process';
import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../root.ts';
import { discoverUnits } from './discoverUnits.ts';
import type { Platform } from './Platform.ts';
import { platformFiles } from './PlatformFiles.ts';
import { parseRunOptions, RUN_OPTIONS_HELP } from './parseRunOptions.ts';
import { dataFolder, runPlatform } from './runPlatform.ts';
import { SUPERGRAPH } from './startPlatform.ts';

const usage = `Like npm start, and restarts a unit when its files change; a changed SDL or view is recomposed first.

  npm run dev -- UNIT [UNIT…] [options]

${RUN_OPTIONS_HELP}`;

const SETTLE = 200; // ms; an editor writes a file in several steps

/** Watches the units' folders. Answers the function that ends it. */
function watchUnits(platform: Platform, units: readonly string[], compose: () => Promise<boolean>): () => void {
  const say = (line: string): void => void process.stdout.write(`dev       ${line}\n`);
  const watchers = units.map((unit): FSWatcher => {
    let changed = new Set<string>();
    let timer: NodeJS.Timeout | undefined;
    let work = Promise.resolve();
    const update = async (files: ReadonlySet<string>): Promise<void> => {
      say(`${unit}: ${[...files].slice(0, 3).join(', ')} changed`);
      if ([...files].some((file) => file.endsWith('.graphql')) && !(await compose())) {
        say(`${unit} stays as it is: the graph does not compose`);
        return;
      }
      await platform.restart(unit);
      await platform.ready(unit);
      say(`${unit} is ready again`);
    };
    say(`watching subgraphs/${unit}`);
    return watch(join(ROOT, 'subgraphs', unit), { recursive: true }, (_, file) => {
      if (file === null || !/\.(ts|graphql|json)$/.test(file) || file.includes('node_modules')) return;
      changed.add(file);
      clearTimeout(timer);
      timer = setTimeout(() => {
        const files = changed;
        changed = new Set();
        work = work.then(() => update(files)).catch((error: Error) => say(error.message));
      }, SETTLE);
    });
  });
  return () => {
    for (const watcher of watchers) watcher.close();
  };
}

/** @param options of `npm run compose` */
function compose(options: readonly string[]): Promise<boolean> {
  const args = ['--disable-warning=ExperimentalWarning', join('tools', 'src', 'compose.ts'), ...options];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}

try {
  const known = discoverUnits(ROOT).map(({ name }) => name);
  const { help, positionals: units, options } = parseRunOptions(process.argv.slice(2), process.env, known);
  const unknown = units.filter((unit) => !known.includes(unit));
  if (help) process.stdout.write(usage);
  else if (units.length === 0 || unknown.length > 0) {
    throw new Error(`Expected one or more of ${known.join(', ')}; got '${units.join(' ')}'.`);
  } else {
    const folder = dataFolder(platformFiles(), options.isolated);
    const part =
      options.units === undefined ? [] : ['--units', options.units.join(','), '--output', join(folder, SUPERGRAPH)];
    process.exitCode = await runPlatform({
      ...options,
      whenUp: (platform) => watchUnits(platform, units, () => compose(part)),
    });
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
