import type { GraphQLError } from 'graphql';

/**
 * Leaves out what an outage did not cost this answer: fields that another fetch brought, fields of types that no object at the place
 * was of. Only the answer knows.
 * @param outages errors of fetches that nobody answered; others stay
 * @param text JSON of the answer's data
 */
export function withoutFalseAlarms(
  errors: readonly GraphQLError[],
  outages: ReadonlySet<GraphQLError>,
  text: string,
): readonly GraphQLError[] {
  const data: unknown = JSON.parse(text);
  const lost = [...outages].filter(({ path = [] }) => isLost(data, path));
  const texts = lost.map(({ path, message }) => `${message} ${JSON.stringify(path).slice(0, -1)}`);
  // An object stands for its fields only where none of them is named.
  const needless = (index: number): boolean =>
    texts.some((text, other) => other !== index && text.startsWith(texts[index] as string) && text !== texts[index]);
  const told = new Set(lost.filter((_, index) => !needless(index)));
  return errors.filter((error) => !outages.has(error) || told.has(error));
}

function isLost(data: unknown, path: readonly (string | number)[]): boolean {
  let current = data;
  for (const key of path) {
    if (current === null) return true;
    if (typeof current !== 'object' || !Object.hasOwn(current, key)) return false;
    current = (current as Record<string | number, unknown>)[key];
  }
  return holdsNull(current);
}

function holdsNull(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.values(value).some(holdsNull));
}
