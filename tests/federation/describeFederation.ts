import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createFederation, type Federation, type TinySubgraph, type Way } from './createFederation.ts';

/** An operation, and all that its answer holds. */
export type Case = readonly [what: string, text: string, data: unknown, more?: CaseDetails];

export interface CaseDetails {
  readonly variables?: object;
  readonly operationName?: string;
  /** Code and place of each, as `CODE books.0.title`. Default: none. */
  readonly errors?: readonly string[];
  /** Which subgraphs are asked, each once in this list. Default: whichever. */
  readonly asks?: readonly string[];
  /** The data of stock @apollo/gateway where it is not what the specification says. */
  readonly stock?: unknown;
  /** The data where Apollo's planner makes a plan that is wrong: with our executor, and with stock unless that is said. */
  readonly apollo?: unknown;
}

const WAYS: readonly Way[] = ['hive', 'apollo', 'stock'];

/**
 * Asks a federation through a whole gateway, with each planner and with the stock executor: the data, its order, and codes and
 * places of errors. Of stock only the data is compared.
 *
 * @param others tests that are more than an operation and its answer; not for stock
 */
export function describeFederation(
  name: string,
  subgraphs: Readonly<Record<string, TinySubgraph>>,
  cases: readonly Case[],
  others: (federation: () => Federation, way: Way) => void = () => undefined,
): void {
  describe.each(WAYS)(`${name}, %s`, (way) => {
    let federation: Federation;
    beforeAll(async () => {
      federation = await createFederation(subgraphs, way);
    });
    afterAll(() => federation?.close());

    test.each(cases)('%s', async (_what, text, data, ...[details = {}]) => {
      const { variables, operationName, errors = [], asks } = details;
      federation.asked.length = 0;
      const answer = await federation.answer(text, variables, operationName);
      const other =
        way === 'stock' && 'stock' in details
          ? { data: details.stock }
          : way !== 'hive' && 'apollo' in details
            ? { data: details.apollo }
            : undefined;
      if (other !== undefined || way === 'stock') {
        if (other !== undefined) expect(other.data).not.toEqual(data);
        expect(answer.data).toEqual((other ?? { data }).data);
        return;
      }
      expect({ data: answer.data, errors: placesOf(answer.errors) }).toEqual({ data, errors: [...errors].sort() });
      // The specification has an order of fields.
      expect(JSON.stringify(answer.data)).toBe(JSON.stringify(data));
      if (asks !== undefined)
        expect([...new Set(federation.asked.map(({ service }) => service))].sort()).toEqual([...asks].sort());
    });
    if (way !== 'stock') others(() => federation, way);
  });
}

/** Code and place of each error, sorted: subgraphs are asked side by side. */
export function placesOf(errors: Awaited<ReturnType<Federation['answer']>>['errors']): readonly string[] {
  return errors.map(({ path, extensions }) => [extensions?.code, path?.join('.') ?? []].flat().join(' ')).sort();
}
