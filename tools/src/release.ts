import { parseArgs } from 'node:util';
import { RELEASED } from './release/readReleased.ts';
import { releaseContracts } from './release/releaseContracts.ts';

const usage = `Writes the units' views and events down as released, into ${RELEASED}/.

  npm run release -- [options]

  --root FOLDER         the repository                (default: the working directory)
  --replace NAME        release this view or event anew whatever it was (members.MemberCard): only one that
                        no unit copies or reacts to; may be given several times
  --help                this text

Run it when what is in the working tree is deployed, and commit the result. From then on \`npm run check\` refuses
what would break those who rely on it (docs/check.md, "Evolution"). It releases nothing while the check finds anything.
`;

/** The command. Answers the exit code. */
async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      root: { type: 'string', default: '.' },
      replace: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const { written, removed } = await releaseContracts(values.root, values.replace);
  for (const path of written) process.stdout.write(`${path}: released\n`);
  for (const path of removed) process.stdout.write(`${path}: removed\n`);
  process.stdout.write(`${written.length} contracts released anew, ${removed.length} removed\n`);
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
