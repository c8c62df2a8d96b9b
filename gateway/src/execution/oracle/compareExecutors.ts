import { type DirectiveNode, type DocumentNode, parse, valueFromASTUntyped, visit } from 'graphql';
import { AskedKeys } from '../AskedKeys.ts';
import { createExecutors, type Executors, isValid, type Outcome } from './Executors.ts';
import { Random } from './Random.ts';
import { type GraphOptions, type MadeUpGraph, randomGraph } from './randomGraph.ts';
import { randomOperation } from './randomOperation.ts';
import { shrinkOperation } from './shrinkOperation.ts';

/** What is compared. */
export interface Case extends GraphOptions {
  /** How often a subgraph is down while an operation is executed. */
  readonly outages?: number;
  /** How many operations are made up. */
  readonly operations: number;
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
  // The error of a field that another requires is told by the subgraphs alone; nothing of it is in the answer.
  const expected = whole.errors.length > 0 || executors.swallowed();
  if (compiled.errors.length > 0 !== expected || !(executors.swallowed() || areNull(compiled)))
    return `errors\n  compiled ${compiled.errors.join('  ')}\n  whole    ${whole.errors.join('  ')}\n  data ${compiled.data}`;
  // What stock gets wrong when all subgraphs are there is no measure of what is lost when one is not.
  if (down.length === 0 || unordered(stock.data) !== unordered(whole.data)) return undefined;
  return differenceInOutage(
    text,
    variables,
    await settle(executors.compiled(text, variables)),
    await settle(executors.stock(text, variables)),
    whole,
  );
}

/** An error without a code and a place. */
const PLACELESS = 'none []';

function differenceInOutage(
  text: string,
  variables: object,
  compiled: Outcome,
  stock: Outcome,
  whole: Outcome,
): string | undefined {
  // Stock normalises an operation before it executes it, and answers in the order of that.
  // Planners may go by other subgraphs: then something is lost that is told of, and nothing is wrong.
  if (unordered(compiled.data) !== unordered(stock.data))
    return isLess(JSON.parse(compiled.data), JSON.parse(whole.data)) && compiled.errors.length > 0 && areNull(compiled)
      ? undefined
      : `data\n  compiled ${compiled.data} ${compiled.errors.join('  ')}\n  stock    ${stock.data}`;
  // It also tells of fields that the operation leaves out, of those that only the plan needs, and of aliases that it took for these.
  const asked = new AskedKeys(withoutSkipped(text, variables));
  const told = stock.errors.filter(
    (error) => error !== PLACELESS && asked.has(placeOf(error)) && isNull(stock.data, error, true),
  );
  // Where something that only the plan needs is missing, an object stands for its fields.
  const missing = told.filter((error) => !compiled.errors.some((own) => error.startsWith(own.slice(0, -1))));
  return missing.length === 0 && areNull(compiled)
    ? undefined
    : `errors\n  compiled ${compiled.errors.join('  ')}\n  stock    ${told.join('  ')}`;
}

/** The operation without what its directives leave out. */
function withoutSkipped(text: string, variables: object): DocumentNode {
  const leavesOut = ({ name, arguments: given }: DirectiveNode): boolean => {
    const value = given?.[0]?.value;
    if (value === undefined) return false;
    return valueFromASTUntyped(value, variables as Record<string, unknown>) === (name.value === 'skip');
  };
  const enter = ({ directives }: { readonly directives?: readonly DirectiveNode[] | undefined }) =>
    directives?.some(leavesOut) ? null : undefined;
  return visit(parse(text), { Field: enter, InlineFragment: enter, FragmentSpread: enter });
}

/** Whether a value is another with some of it null. */
function isLess(value: unknown, whole: unknown): boolean {
  if (value === null || value === whole) return true;
  if (typeof value !== 'object' || typeof whole !== 'object' || whole === null) return false;
  return (
    Object.keys(value).join() === Object.keys(whole).join() &&
    Object.entries(value).every(([key, inner]) => isLess(inner, (whole as Record<string, unknown>)[key]))
  );
}

const areNull = ({ data, errors }: Outcome): boolean => errors.every((error) => isNull(data, error));

const placeOf = (error: string): readonly (string | number)[] => JSON.parse(error.slice(error.indexOf(' ') + 1));

/** Whether an error tells of a place that is null, or of a list or an object in which something is. */
function isNull(data: string, error: string, inAnObject = false): boolean {
  if (data.startsWith('thrown')) return true;
  let current: unknown = JSON.parse(data);
  for (const key of placeOf(error)) {
    // What would be in an object that is not there cannot be told.
    if (current === null) return !inAnObject;
    if (typeof current !== 'object' || !Object.hasOwn(current, key)) return false;
    current = (current as Record<string | number, unknown>)[key];
  }
  return holdsNull(current);
}

const holdsNull = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.values(value).some(holdsNull));

/** The data, whatever the order of its keys. */
function unordered(data: string): string {
  if (data.startsWith('thrown')) return data;
  return JSON.stringify(JSON.parse(data), (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/**
 * Executes made-up operations on a graph, by default a made-up one, in every way.
 * @returns how many operations were executed
 * @throws Error with the smallest operation that was found to come to different answers
 */
export async function compareExecutors(
  seed: number,
  planner: 'hive' | 'apollo',
  options: Case,
  graph: MadeUpGraph = randomGraph(seed, options),
): Promise<number> {
  const executors = await createExecutors(graph, planner);
  const random = new Random(seed * 7_919);
  let executed = 0;
  try {
    for (let index = 0; index < options.operations; index += 1) {
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
          `npm run oracle -- --from ${seed} --graphs 1 repeats it.\n${process.env.ORACLE_SDL ? graph.subgraphs.map(({ name, sdl }) => `# ${name}\n${sdl}`).join('\n') : ''}`,
      );
    }
    return executed;
  } finally {
    await executors.close();
  }
}
