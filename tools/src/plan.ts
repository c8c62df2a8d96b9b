import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { planOperation } from './plan/planOperation.ts';

const usage = `Prints how the gateway would execute an operation.

  npm run plan -- [options] 'QUERY'

  --supergraph FILE     the composed graph     (default: schema/supergraph.graphql)
  --file FILE           read the operation from a file instead of the command line
  --operation NAME      which one, where there are several
  --help                this text
`;

/** The command. Answers the exit code. */
async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      supergraph: { type: 'string', default: 'schema/supergraph.graphql' },
      file: { type: 'string' },
      operation: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const query = values.file === undefined ? positionals[0] : await readFile(values.file, 'utf8');
  if (values.help || query === undefined) {
    (values.help ? process.stdout : process.stderr).write(usage);
    return values.help ? 0 : 1;
  }
  const { text, fetches, hops } = planOperation(await readFile(values.supergraph, 'utf8'), query, values.operation);
  process.stdout.write(`${text}\n\nfetches: ${fetches.length} (${fetches.join(', ') || 'none'})\nhops:    ${hops}\n`);
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
