import { describe, expect, test } from '@jest/globals';
import { createExecutors, type Executors, isValid, type Outcome } from './Executors.ts';
import { Random } from './Random.ts';
import { type GraphOptions, randomGraph } from './randomGraph.ts';
import { randomOperation } from './randomOperation.ts';
import { shrinkOperation } from './shrinkOperation.ts';

const GRAPHS = Number(process.env.ORACLE_GRAPHS ?? 6);
const OPERATIONS = Number(process.env.ORACLE_OPERATIONS ?? 60);
const SEED = Number(process.env.ORACLE_SEED ?? 1);

interface Case extends GraphOptions {
  /** How often a subgraph is down while an operation is executed. */
  readonly outages?: number;
}

const settle = async (work: Promise<Outcome>): Promise<Outcome> =>
  work.catch((error: Error) => ({ data: `thrown: ${error.message}`, errors: [] }));

/** Executes an operation in every way; says how they differ, or undefined. */
async function difference(executors: Executors, text: string, variables: object): Promise<string | undefined> {
  const down = [...executors.down];
  executors.down.clear();
  const whole = await settle(executors.whole(text, variables));
  const compiled = await settle(executors.compiled(text, variables));
  const stock = await settle(executors.stock(text, variables));
  for (const name of down) executors.down.add(name);
  if (compiled.data !== whole.data)
    return `data\n  compiled ${compiled.data}\n  whole    ${whole.data}\n  stock    ${stock.data}`;
  if ((compiled.errors.length === 0) !== (whole.errors.length === 0) || !areNull(compiled))
    return `errors\n  compiled ${compiled.errors.join('  ')}\n  whole    ${whole.errors.join('  ')}\n  data ${compiled.data}`;
  // What stock gets wrong when all subgraphs are there is no measure of what is lost when one is not.
  if (down.length === 0 || unordered(stock.data) !== unordered(whole.data)) return undefined;
  return differenceInOutage(
    await settle(executors.compiled(text, variables)),
    await settle(executors.stock(text, variables)),
  );
}

function differenceInOutage(compiled: Outcome, stock: Outcome): string | undefined {
  // Stock normalises an operation before it executes it, and answers in the order of that.
  if (unordered(compiled.data) !== unordered(stock.data))
    return `data\n  compiled ${compiled.data}\n  stock    ${stock.data}`;
  // It also tells of fields that the operation leaves out.
  const told = stock.errors.filter((error) => areNull({ data: stock.data, errors: [error] }));
  return compiled.errors.join('\n') === told.join('\n')
    ? undefined
    : `errors\n  compiled ${compiled.errors.join('  ')}\n  stock    ${told.join('  ')}`;
}

/** Whether each error tells of a place that is null, or of a list where an entity is missing something. */
function areNull({ data, errors }: Outcome): boolean {
  if (data.startsWith('thrown')) return true;
  const root: unknown = JSON.parse(data);
  return errors.every((error) => {
    let current: unknown = root;
    for (const key of JSON.parse(error.slice(error.indexOf(' ') + 1)) as (string | number)[]) {
      if (current === null) return true;
      if (typeof current !== 'object' || !Object.hasOwn(current, key)) return false;
      current = (current as Record<string | number, unknown>)[key];
    }
    return current === null || Array.isArray(current);
  });
}

/** The data, whatever the order of its keys. */
function unordered(data: string): string {
  if (data.startsWith('thrown')) return data;
  return JSON.stringify(JSON.parse(data), (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** @returns how many operations were executed */
async function compare(seed: number, planner: 'hive' | 'apollo', options: Case): Promise<number> {
  const graph = randomGraph(seed, options);
  const executors = await createExecutors(graph, planner);
  const random = new Random(seed * 7_919);
  let executed = 0;
  try {
    for (let index = 0; index < OPERATIONS; index += 1) {
      const { text, variables } = randomOperation(executors.schema, random);
      if (!isValid(executors.schema, text)) continue;
      executors.down.clear();
      if (random.chance(options.outages ?? 0)) executors.down.add(random.pick(graph.subgraphs).name);
      executed += 1;
      if ((await difference(executors, text, variables)) === undefined) continue;
      const smallest = await shrinkOperation(
        text,
        async (smaller) =>
          isValid(executors.schema, smaller) && (await difference(executors, smaller, variables)) !== undefined,
      );
      throw new Error(
        `seed ${seed}, operation ${index}${executors.down.size > 0 ? `, ${[...executors.down]} down` : ''}:\n${smallest}\n` +
          `variables ${JSON.stringify(variables)}\n${await difference(executors, smallest, variables)}\n` +
          `ORACLE_SEED=${seed} ORACLE_GRAPHS=1 repeats it.\n${process.env.ORACLE_SDL ? graph.subgraphs.map(({ name, sdl }) => `# ${name}\n${sdl}`).join('\n') : ''}`,
      );
    }
    return executed;
  } finally {
    await executors.close();
  }
}

const seeds = Array.from({ length: GRAPHS }, (_, index) => SEED + index);

describe.each(['hive', 'apollo'] as const)('with the planner of %s', (planner) => {
  test.each(seeds)(
    'graph %i: answers as the stock executor and one schema over the same data do',
    async (seed) => {
      expect(await compare(seed, planner, {})).toBeGreaterThan(OPERATIONS / 3);
    },
    120_000,
  );

  test.each(seeds)(
    'graph %i: where fields fail, the same data is lost, and errors tell where',
    async (seed) => {
      expect(await compare(seed, planner, { failures: 0.08 })).toBeGreaterThan(OPERATIONS / 3);
    },
    120_000,
  );

  test.each(seeds)(
    'graph %i: where a subgraph is down, the same data is lost, with the same codes and paths',
    async (seed) => {
      expect(await compare(seed, planner, { outages: 0.7 })).toBeGreaterThan(OPERATIONS / 3);
    },
    120_000,
  );
});
