import { parseArgs } from 'node:util';
import type { RunOptions } from './runPlatform.ts';

/** The options that `npm start` and `npm run dev` share, for their usage texts. */
export const RUN_OPTIONS_HELP = `  --port N              the gateway's port                              (default: 4000)
  --isolated            a MongoDB server for each unit                  (default: one, with a database and a user each)
  --units A,B           only these units, and a graph of theirs            (default: all)
  --no-seed             do not load the sample data
  --verbose             show all that the processes say                 (default: warnings; .wellspring/log/ has all)
  --help                this text

  PORT_<UNIT>=N         moves a unit's port, as in PORT_ORDERS=4103     (default: that of supergraph.yaml)
  MONGODB_URI, NATS_URL use servers that run already                    (default: embedded ones)
`;

/** What {@link parseRunOptions} found; `help` when only the usage was asked for. */
export interface ParsedRunOptions {
  readonly help: boolean;
  readonly positionals: readonly string[];
  readonly options: Pick<RunOptions, 'isolated' | 'verbose' | 'ports' | 'seed' | 'units'>;
}

/** Reads arguments and `PORT_<UNIT>` variables. Throws an `Error` that names what it does not understand. */
export function parseRunOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  units: readonly string[],
): ParsedRunOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      isolated: { type: 'boolean', default: false },
      units: { type: 'string' },
      'no-seed': { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const ports = Object.fromEntries(
    units.flatMap((unit) => {
      const name = `PORT_${unit.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
      const text = env[name];
      return text === undefined || text === '' ? [] : [[unit, portFrom(name, text)]];
    }),
  );
  if (values.port !== undefined) ports.gateway = portFrom('--port', values.port);
  const { isolated, verbose, help } = values;
  const chosen = values.units === undefined ? {} : { units: chosenUnits(values.units, units) };
  return { help, positionals, options: { isolated, verbose, ports, seed: !values['no-seed'], ...chosen } };
}

/** In the order of `supergraph.yaml`, each once. */
function chosenUnits(text: string, units: readonly string[]): readonly string[] {
  const named = text.split(',').map((name) => name.trim());
  const stranger = named.find((name) => !units.includes(name));
  if (stranger !== undefined) throw new Error(`--units expects names out of ${units.join(', ')}; got '${stranger}'.`);
  return units.filter((unit) => named.includes(unit));
}

function portFrom(source: string, text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port <= 65_535) return port;
  throw new Error(`${source} must be a port from 1 to 65535; got '${text}'.`);
}
