import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readIfThere, writeIfChanged } from './compose/writeIfChanged.ts';
import { generatedFiles } from './generate/generatedFiles.ts';
import { obsoleteFiles } from './generate/obsoleteFiles.ts';

const usage = `Generates what follows from the units: contracts, types and the broker's permissions.

  npm run generate -- [options]

  --root FOLDER         the repository                (default: the working directory)
  --check               write nothing; fail and name what is stale
  --help                this text
`;

/** The command. Answers the exit code. */
async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      root: { type: 'string', default: '.' },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const files = await generatedFiles(values.root);
  const obsolete = await obsoleteFiles(values.root, files);
  return values.check ? reportStale(values.root, files, obsolete) : writeAll(values.root, files, obsolete);
}

async function writeAll(
  root: string,
  files: ReadonlyMap<string, string>,
  obsolete: readonly string[],
): Promise<number> {
  let written = 0;
  for (const [path, text] of files) {
    if (!(await writeIfChanged(join(root, path), text))) continue;
    written += 1;
    process.stdout.write(`${path}: written\n`);
  }
  for (const path of obsolete) {
    await rm(join(root, path));
    process.stdout.write(`${path}: removed\n`);
  }
  process.stdout.write(`${files.size} files, ${written} changed, ${obsolete.length} removed\n`);
  return 0;
}

async function reportStale(
  root: string,
  files: ReadonlyMap<string, string>,
  obsolete: readonly string[],
): Promise<number> {
  const stale: string[] = obsolete.map((path) => `${path} belongs to nothing any more`);
  for (const [path, text] of files) {
    const there = await readIfThere(join(root, path));
    if (there !== text) stale.push(`${path} ${there === undefined ? 'is missing' : 'is stale'}`);
  }
  if (stale.length === 0) {
    process.stdout.write(`ok: ${files.size} generated files are up to date\n`);
    return 0;
  }
  process.stderr.write(`${stale.join('\n')}\nRun \`npm run generate\` and commit the result.\n`);
  return 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
