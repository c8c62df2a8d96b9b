import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { isDecimalText } from './decimalText.ts';

/** The scalar `Decimal`: exact decimal text on the wire, in code and in replicas, so it serialises idempotently. Numbers are refused: a float has lost digits before we see it. */
export const Decimal: GraphQLScalarType<string, string> = new GraphQLScalarType({
  name: 'Decimal',
  description: 'An exact decimal number as text: "129.00". Never a float.',
  serialize: toDecimalText,
  parseValue: toDecimalText,
  parseLiteral(node) {
    if (node.kind === Kind.STRING) return toDecimalText(node.value);
    throw badDecimal('value' in node ? node.value : node.kind);
  },
});

function toDecimalText(value: unknown): string {
  if (isDecimalText(value)) return value;
  throw badDecimal(value);
}

function badDecimal(value: unknown): GraphQLError {
  return new GraphQLError(
    `Expected a Decimal, an exact number as text such as "129.00"; got ${JSON.stringify(value)}.`,
    {
      extensions: { code: 'BAD_INPUT' },
    },
  );
}
