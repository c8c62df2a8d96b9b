import { PlatformError } from './PlatformError.ts';
import { platformFiles } from './PlatformFiles.ts';
import { resetData } from './resetData.ts';

try {
  const there = resetData(platformFiles());
  const done = 'All local data is deleted. The next `npm start` loads the sample data again.';
  process.stdout.write(`${there ? done : 'There is no local data.'}\n`);
} catch (error) {
  if (!(error instanceof PlatformError)) throw error;
  process.stderr.write(`Nothing was deleted. ${error.message}\n`);
  process.exitCode = 1;
}
