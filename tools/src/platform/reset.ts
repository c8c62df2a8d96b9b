import { existsSync, rmSync } from 'node:fs';
import { PlatformError } from './PlatformError.ts';
import { platformFiles } from './PlatformFiles.ts';
import { claimRunFile, releaseRunFile } from './runFile.ts';

try {
  const { data, runFile } = platformFiles();
  claimRunFile(runFile); // refuses while the platform runs, and keeps it from starting meanwhile
  const there = existsSync(data);
  rmSync(data, { recursive: true, force: true });
  releaseRunFile(runFile);
  process.stdout.write(
    there
      ? 'All local data is deleted. The next `npm start` loads the sample data again.\n'
      : 'There is no local data.\n',
  );
} catch (error) {
  if (!(error instanceof PlatformError)) throw error;
  process.stderr.write(`Nothing was deleted. ${error.message}\n`);
  process.exitCode = 1;
}
