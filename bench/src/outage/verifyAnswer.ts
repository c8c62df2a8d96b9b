import type { OutageOperation } from './operations.ts';

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly path?: readonly (string | number)[];
    readonly extensions?: { readonly code?: string; readonly service?: string };
  }[];
}

/**
 * What is wrong with an answer that was given while subgraphs were faulty: nothing, if every byte is there that no faulty subgraph
 * had to bring, and for each place that is null an error tells of a faulty subgraph that had to.
 *
 * @param whole the data when all subgraphs are well
 * @param faulty the subgraphs that were not, at some time while it was made
 * @returns the places that were lost
 * @throws Error that says what is wrong
 */
export function verifyAnswer(
  { costs }: OutageOperation,
  answer: Answer,
  whole: unknown,
  faulty: ReadonlySet<string>,
): readonly string[] {
  const { data, errors = [] } = answer;
  for (const { path, extensions: { code = '', service = '' } = {} } of errors) {
    if (!code.startsWith('SUBGRAPH_') || path === undefined || !faulty.has(service))
      throw new Error(`an error that no fault explains: ${JSON.stringify({ path, code, service })}`);
  }
  const lost = new Set<string>();
  const lose = (path: readonly (string | number)[]): void => {
    const place = path.filter((part) => typeof part === 'string').join('.');
    const told = errors.some(
      (error) =>
        costs[place]?.includes(error.extensions?.service ?? '') &&
        error.path?.every((part, index) => part === path[index]),
    );
    if (!told) throw new Error(`${path.join('.')} is lost and no error tells why: ${JSON.stringify(errors)}`);
    lost.add(place);
  };
  const compare = (value: unknown, expected: unknown, path: readonly (string | number)[]): void => {
    if (value === null && expected !== null) lose(path);
    else if (expected !== null && typeof expected === 'object') {
      const keys = Object.keys(expected);
      if (typeof value !== 'object' || Object.keys(value as object).join() !== keys.join())
        throw new Error(`${path.join('.')} has another form: ${JSON.stringify(value)}`);
      for (const key of keys)
        compare((value as Record<string, unknown>)[key], (expected as Record<string, unknown>)[key], [
          ...path,
          Array.isArray(expected) ? Number(key) : key,
        ]);
    } else if (value !== expected) throw new Error(`${path.join('.')} is ${JSON.stringify(value)}`);
  };
  compare(data, whole, []);
  if (lost.size === 0 && errors.length > 0) throw new Error(`errors, and nothing is lost: ${JSON.stringify(errors)}`);
  return [...lost];
}
