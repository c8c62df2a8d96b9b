import { parseArgs } from 'node:util';
import { CompositionFailed } from './compose/CompositionFailed.ts';
import { composeSupergraph } from './compose/composeSupergraph.ts';
import { readIfThere, writeIfChanged } from './compose/writeIfChanged.ts';

const usage = `Composes the subgraphs of a supergraph file (Rover's format) into one graph.

  npm run compose -- [options]

  --config FILE         the supergraph file                       (default: supergraph.yaml)
  --output FILE         the composed graph, for the gateway       (default: schema/supergraph.graphql)
  --api FILE            the schema that clients see               (default: schema/api.graphql; none beside --output)
  --units A,B           only these subgraphs
  --without-copies      as if no unit kept a copy: every field is fetched from its owner
  --check               write nothing; fail when the files are stale
  --help                this text
`;

/** The command. Answers the exit code. */
async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      config: { type: 'string', default: 'supergraph.yaml' },
      output: { type: 'string' },
      api: { type: 'string' },
      units: { type: 'string' },
      'without-copies': { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (values['without-copies'] && values.output === undefined) {
    throw new Error('--without-copies needs --output FILE: it must not take the place of the real supergraph.');
  }
  if (values.units !== undefined && values.output === undefined) {
    throw new Error('--units needs --output FILE: a part must not take the place of the whole supergraph.');
  }
  const composed = await composeSupergraph(values.config, {
    withoutCopies: values['without-copies'],
    ...(values.units === undefined ? {} : { units: values.units.split(',') }),
  });
  for (const { code, message, coordinate } of composed.hints) {
    process.stdout.write(`hint ${code}${coordinate ? ` at ${coordinate}` : ''}: ${message}\n`);
  }
  const api = values.api ?? (values.output === undefined ? 'schema/api.graphql' : undefined);
  const files = new Map([[values.output ?? 'schema/supergraph.graphql', composed.supergraphSdl]]);
  if (api !== undefined) files.set(api, composed.apiSdl);
  return values.check ? reportStale(files) : writeAll(files);
}

async function writeAll(files: ReadonlyMap<string, string>): Promise<number> {
  for (const [path, text] of files) {
    const written = await writeIfChanged(path, text);
    process.stdout.write(`${path}: ${written ? 'written' : 'unchanged'}\n`);
  }
  return 0;
}

async function reportStale(files: ReadonlyMap<string, string>): Promise<number> {
  let exitCode = 0;
  for (const [path, text] of files) {
    const there = await readIfThere(path);
    if (there === text) continue;
    const state = there === undefined ? 'is missing' : 'is stale: the subgraphs compose to something else';
    process.stderr.write(`${path} ${state}. Run \`npm run compose\` and commit the result.\n`);
    exitCode = 1;
  }
  return exitCode;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof CompositionFailed ? error.message : (error as Error).message}\n`);
  process.exitCode = 1;
}
