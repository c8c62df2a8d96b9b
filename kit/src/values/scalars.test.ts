import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, GraphQLScalarType, graphql, parseValue } from 'graphql';
import { DateTime } from './DateTime.ts';
import { Decimal } from './Decimal.ts';
import { scalars } from './scalars.ts';

const badInput = expect.objectContaining({ extensions: { code: 'BAD_INPUT' } });

describe('DateTime', () => {
  test('serialises a date, its wire form and the wire form again alike', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date('0000-01-01T00:00:00Z'),
          max: new Date('9999-12-31T23:59:59.999Z'),
          noInvalidDate: true,
        }),
        (date) => {
          const wire = DateTime.serialize(date);
          expect(wire).toBe(date.toISOString());
          expect(DateTime.serialize(wire)).toBe(wire);
          expect(DateTime.parseValue(wire)).toEqual(date);
        },
      ),
    );
  });

  test('brings any offset to UTC', () => {
    expect(DateTime.serialize('2026-03-01T10:30:00+01:00')).toBe('2026-03-01T09:30:00.000Z');
    expect(DateTime.parseLiteral(parseValue('"2026-03-01T09:30:00Z"'))).toEqual(new Date('2026-03-01T09:30:00.000Z'));
  });

  test.each([
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-03-01T24:00:00Z',
    '2026-03-01T09:30:00',
    '2026-03-01',
    'soon',
    '',
    0,
    null,
    new Date(Number.NaN),
  ])('refuses %p', (value) => {
    expect(() => DateTime.parseValue(value)).toThrow(badInput);
    expect(() => DateTime.serialize(value)).toThrow(badInput);
  });

  test('refuses a literal that is no text', () => {
    expect(() => DateTime.parseLiteral(parseValue('1767225600'))).toThrow(badInput);
  });
});

describe('Decimal', () => {
  test.each(['0', '129.00', '-0.5', '12345678901234567890.123456789'])('keeps %s to the digit', (text) => {
    expect(Decimal.serialize(text)).toBe(text);
    expect(Decimal.parseValue(text)).toBe(text);
    expect(Decimal.parseLiteral(parseValue(`"${text}"`))).toBe(text);
  });

  test.each([129, 0.1, '1e3', '01', '+1', '.5', '1.', 'NaN', '', null, '1'.repeat(65)])('refuses %p', (value) => {
    expect(() => Decimal.parseValue(value)).toThrow(badInput);
    expect(() => Decimal.serialize(value)).toThrow(badInput);
  });

  test('refuses a number literal', () => {
    expect(() => Decimal.parseLiteral(parseValue('129.00'))).toThrow(badInput);
  });

  test('names what is wrong to the caller of a query', async () => {
    const schema = buildSchema('scalar Decimal type Query { pay(amount: Decimal!): Boolean }');
    const declared = schema.getType('Decimal');
    if (!(declared instanceof GraphQLScalarType)) throw new Error('expected the scalar Decimal');
    Object.assign(declared, { parseValue: Decimal.parseValue, parseLiteral: Decimal.parseLiteral });
    const { errors } = await graphql({
      schema,
      source: 'query ($a: Decimal!) { pay(amount: $a) }',
      variableValues: { a: 1.5 },
    });
    expect(errors?.[0]?.message).toContain('Expected a Decimal, an exact number as text such as "129.00"; got 1.5.');
  });
});

test('every scalar is listed under its own name', () => {
  expect(Object.entries(scalars).map(([name, scalar]) => [name, scalar.name])).toEqual([
    ['DateTime', 'DateTime'],
    ['Decimal', 'Decimal'],
  ]);
});
