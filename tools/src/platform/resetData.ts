import { existsSync, rmSync } from 'node:fs';
import type { PlatformFiles } from './PlatformFiles.ts';
import { claimRunFile, releaseRunFile } from './runFile.ts';

/**
 * Deletes all local data; answers whether there was any.
 * Throws `ALREADY_RUNNING` while the platform runs, and keeps it from starting meanwhile.
 */
export function resetData({ data, runFile }: PlatformFiles): boolean {
  claimRunFile(runFile);
  try {
    const there = existsSync(data);
    rmSync(data, { recursive: true, force: true });
    return there;
  } finally {
    releaseRunFile(runFile);
  }
}
