import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/** RFC 3339, with an offset: a time without one would mean something else on each machine. */
const RFC_3339 =
  /^(?<date>\d{4}-(?:0[1-9]|1[0-2])-(?<day>\d{2}))T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** The scalar `DateTime`: `Date` in code, `2026-03-01T09:30:00.000Z` on the wire. A `Date`, a time with any offset and a wire string serialise to the same wire string. */
export const DateTime: GraphQLScalarType<Date, string> = new GraphQLScalarType({
  name: 'DateTime',
  description: 'A moment in time, ISO 8601 in UTC with milliseconds: 2026-03-01T09:30:00.000Z.',
  serialize: (value) => toDate(value).toISOString(),
  parseValue: toDate,
  parseLiteral(node) {
    if (node.kind === Kind.STRING) return toDate(node.value);
    throw badDateTime('value' in node ? node.value : node.kind);
  },
});

function toDate(value: unknown): Date {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value;
  if (typeof value === 'string') {
    const date = parse(value);
    if (date !== undefined) return date;
  }
  throw badDateTime(value);
}

function parse(text: string): Date | undefined {
  const groups = RFC_3339.exec(text)?.groups;
  if (groups === undefined) return undefined;
  // Date rolls 30 February over to March instead of refusing it.
  const calendarDay = new Date(`${groups.date}T00:00:00Z`);
  if (Number.isNaN(calendarDay.getTime()) || calendarDay.getUTCDate() !== Number(groups.day)) return undefined;
  return new Date(text);
}

function badDateTime(value: unknown): GraphQLError {
  return new GraphQLError(
    `Expected a DateTime, ISO 8601 with an offset such as "2026-03-01T09:30:00.000Z"; got ${value instanceof Date ? 'an invalid date' : JSON.stringify(value)}.`,
    { extensions: { code: 'BAD_INPUT' } },
  );
}
