/** Values of variables, as the client sent them. */
export type Variables = Readonly<Record<string, unknown>>;

/** A number, or one that depends on variables: what does not depend on them is computed once. */
export type Cost = number | ((variables: Variables) => number);

export const costOf = (cost: Cost, variables: Variables): number => (typeof cost === 'number' ? cost : cost(variables));

export const sum = (costs: readonly Cost[]): Cost => combined(costs, (values) => values.reduce((a, b) => a + b, 0));

export const largest = (costs: readonly Cost[]): Cost => combined(costs, (values) => Math.max(0, ...values));

export const product = (costs: readonly Cost[]): Cost => combined(costs, (values) => values.reduce((a, b) => a * b, 1));

function combined(costs: readonly Cost[], combine: (values: readonly number[]) => number): Cost {
  if (costs.every((cost) => typeof cost === 'number')) return combine(costs);
  return (variables) => combine(costs.map((cost) => costOf(cost, variables)));
}
