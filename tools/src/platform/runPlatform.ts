import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../root.ts';
import { banner } from './banner.ts';
import { openLog } from './openLog.ts';
import type { Platform } from './Platform.ts';
import { type PlatformFiles, platformFiles } from './PlatformFiles.ts';
import { claimRunFile, releaseRunFile, writeRunRecord } from './runFile.ts';
import { seedOnce } from './seedOnce.ts';
import { type Control, startControl } from './startControl.ts';
import { startPlatform } from './startPlatform.ts';

/** What `npm start` and `npm run dev` can be told. */
export interface RunOptions {
  readonly isolated: boolean;
  /** Shows what the processes say at `info` and above, rather than warnings alone. */
  readonly verbose: boolean;
  /** Ports by service; what is not named keeps its own. */
  readonly ports: Readonly<Record<string, number>>;
  /** Whether sample data is loaded once. */
  readonly seed: boolean;
  /** Which units run. Default: all. */
  readonly units?: readonly string[];
  /** The project's root. Default: this project's. */
  readonly root?: string;
  readonly files?: PlatformFiles;
  /** Called when everything is up; what it answers is called before everything ends. */
  readonly whenUp?: (platform: Platform) => () => void;
}

/**
 * Runs the platform in the foreground until SIGINT or SIGTERM, and ends it in order. Answers the exit code.
 * Throws `ALREADY_RUNNING`, and what {@link startPlatform} throws.
 */
export async function runPlatform(options: RunOptions): Promise<number> {
  const { root = ROOT, files = platformFiles() } = options;
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  claimRunFile(files.runFile);
  const log = openLog(files.log, print, options.verbose ? 30 : 40);
  const ending = new AbortController();
  const asked = new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
  });
  void asked.then((signal) => {
    print(`\nplatform  ${signal}: ending in order`);
    ending.abort();
  });

  let platform: Platform | undefined;
  let control: Control | undefined;
  let tidy = (): void => {};
  try {
    const folder = dataFolder(files, options.isolated);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const starting = startPlatform({
      root,
      folder,
      isolated: options.isolated,
      ports: options.ports,
      ...(options.units === undefined ? {} : { units: options.units }),
      log: log.write,
      waitUntilReady: false,
    });
    platform = await starting;
    await untilAborted(platform.ready(undefined, 120_000), ending.signal);
    if (!ending.signal.aborted) {
      control = await startControl(platform);
      const units = Object.fromEntries(platform.units.map((unit) => [unit, platform?.unitUrl(unit) ?? '']));
      const { url, token } = control;
      const startedAt = new Date().toISOString();
      writeRunRecord(files.runFile, {
        pid: process.pid,
        startedAt,
        control: url,
        token,
        endpoint: platform.gatewayUrl,
        units,
      });
      print(`platform  ready: ${platform.gatewayUrl}`);
      if (options.seed) {
        const { gatewayUrl: endpoint, units: running } = platform;
        await seedOnce({ root, folder, endpoint, units: running, print, signal: ending.signal });
      }
    }
    if (!ending.signal.aborted) {
      print(banner(platform));
      tidy = options.whenUp?.(platform) ?? tidy;
      await asked;
    }
    return 0;
  } finally {
    tidy();
    await control?.close();
    await platform?.stop();
    releaseRunFile(files.runFile);
    log.close();
    if (ending.signal.aborted) print('platform  ended');
  }
}

/** Where a platform keeps its data. */
export const dataFolder = (files: PlatformFiles, isolated: boolean): string =>
  join(files.data, isolated ? 'isolated' : 'shared');

/** Waits for `work`, but no longer than until the signal: what is left of it is then of no interest. */
async function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([work, aborted]);
  work.catch(() => {});
}
