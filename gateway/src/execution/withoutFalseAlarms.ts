import type { GraphQLError } from 'graphql';

type ErrorPath = readonly (string | number)[];

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
  // An object stands for its fields only where none of them is named, or not all that are null.
  const needless = (index: number): boolean => {
    const own = lost[index] as GraphQLError;
    const isNamed = texts.some(
      (other, place) => place !== index && other.startsWith(texts[index] as string) && other !== texts[index],
    );
    if (!isNamed) return false;
    const { path = [] } = own;
    const others = errors.flatMap((error) =>
      error.path !== undefined && error.path.length > path.length ? [error.path] : [],
    );
    const value = valueAt(data, path);
    return value === null || !holdsNullBeside(value, path, others);
  };
  const told = new Set(lost.filter((_, index) => !needless(index)));
  return errors.filter((error) => !outages.has(error) || told.has(error));
}

function isLost(data: unknown, path: ErrorPath): boolean {
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

function valueAt(data: unknown, path: ErrorPath): unknown {
  let current = data;
  for (const key of path) current = (current as Record<string | number, unknown> | null)?.[key] ?? null;
  return current;
}

/** Whether there is a null within a value that lies at none of these places. */
function holdsNullBeside(value: unknown, place: ErrorPath, told: readonly ErrorPath[]): boolean {
  if (told.some((path) => path.length <= place.length && path.every((part, index) => part === place[index])))
    return false;
  if (value === null) return true;
  if (typeof value !== 'object') return false;
  return Object.entries(value).some(([key, inner]) =>
    holdsNullBeside(inner, [...place, Array.isArray(value) ? Number(key) : key], told),
  );
}
