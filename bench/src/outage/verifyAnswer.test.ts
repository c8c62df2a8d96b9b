import { expect, test } from '@jest/globals';
import { verifyAnswer } from './verifyAnswer.ts';

const operation = { query: '', costs: { shop: ['products'], 'shop.stock': ['inventory'] } };
const whole = { shop: [{ upc: '1', stock: 2 }] };
const error = (service: string, ...path: (string | number)[]) => ({
  path,
  extensions: { code: 'SUBGRAPH_UNAVAILABLE', service },
});
const verify = (answer: object, ...faulty: string[]) => verifyAnswer(operation, answer, whole, new Set(faulty));

test('an answer is right when it is whole, or lacks what a faulty subgraph had to bring and says so', () => {
  expect(verify({ data: whole })).toEqual([]);
  const lost = { shop: [{ upc: '1', stock: null }] };
  expect(verify({ data: lost, errors: [error('inventory', 'shop')] }, 'inventory')).toEqual(['shop.stock']);
  expect(verify({ data: { shop: null }, errors: [error('products', 'shop')] }, 'products')).toEqual(['shop']);
});

test.each([
  ['lost and not told', { data: { shop: [{ upc: '1', stock: null }] } }, 'no error tells'],
  ['told of another subgraph', { data: { shop: null }, errors: [error('inventory', 'shop')] }, 'no error tells'],
  ['of a subgraph that is well', { data: { shop: null }, errors: [error('products', 'shop')] }, 'no fault explains'],
  [
    'lost besides',
    { data: { shop: [{ upc: null, stock: null }] }, errors: [error('inventory', 'shop')] },
    'shop.0.upc',
  ],
  ['another value', { data: { shop: [{ upc: '1', stock: 3 }] } }, 'shop.0.stock is 3'],
  ['a field less', { data: { shop: [{ upc: '1' }] } }, 'another form'],
  ['an error for nothing', { data: whole, errors: [error('inventory', 'shop')] }, 'nothing is lost'],
])('an answer is wrong: %s', (_, answer, message) => {
  expect(() => verify(answer, 'inventory')).toThrow(message);
});
