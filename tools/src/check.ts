import { parseArgs } from 'node:util';
import { formatProblems } from './check/formatProblems.ts';
import { readPlatform } from './check/readPlatform.ts';
import { checkPlatform, rules } from './check/rules.ts';

const usage = `Proves the schema and view rules of the platform (docs/check.md): each problem names the file, the field and what to write.

  npm run check -- [options]

  --root FOLDER         the repository                (default: the working directory)
  --help                this text
`;

/** The command. Answers the exit code. */
async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { root: { type: 'string', default: '.' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const platform = await readPlatform(values.root);
  const problems = checkPlatform(platform);
  if (problems.length === 0) {
    process.stdout.write(`ok: ${rules.length} rules, ${platform.units.length} units\n`);
    return 0;
  }
  process.stderr.write(
    `${formatProblems(problems)}\n${problems.length} problem(s). docs/check.md says more on each code.\n`,
  );
  return 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
