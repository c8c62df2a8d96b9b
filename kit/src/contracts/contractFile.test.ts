import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { contractFileName, contractsOf, printContract } from './contractFile.ts';
import { loadContract } from './loadContract.ts';

const sdl = `
scalar DateTime
scalar Decimal
scalar Anything
type Query { a: Order }
type Order @key(fields: "id") { id: ID!  status: Status  at: DateTime  total: Money  count: Int!  tags: [String]  lines: [Line!]!  rest: Anything }
enum Status { PLACED PAID }
type Money { amount: Decimal  currency: String! }
type Line { weight: Float }
`;
const views = 'fragment Summary on Order { status at total { amount currency } count tags lines { weight } rest }';
const events =
  'type OrderPaid @event(of: "Order") { at: DateTime!  note: String  tree: Tree! } type Tree { branches: [Tree!]!  twin: Tree }';
const [summary, paid] = contractsOf('orders', { sdl, views, events });
const ajv = new Ajv({ strict: true, allErrors: true });
const whole = {
  id: 'o1',
  status: 'PAID',
  at: '2026-03-01T09:30:00.000Z',
  total: { amount: '129.00', currency: 'USD' },
  count: 1,
  tags: ['a', null],
  lines: [{ weight: 1.5 }],
  rest: { any: ['thing'] },
};

function faultsOf(contract: typeof summary, data: unknown): string[] {
  const validate = ajv.compile({ ...contract?.schema, $id: Math.random().toString() });
  validate(data);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('the contract of a view', () => {
  test('says what it is and where it comes from', () => {
    expect(summary).toMatchObject({
      kind: 'view',
      name: 'Summary',
      unit: 'orders',
      entity: 'Order',
      version: 1,
      selection: '{ id status at total { amount currency } count tags lines { weight } rest }',
      fields: ['status', 'at', 'total', 'count', 'tags', 'lines', 'rest'],
    });
  });

  test('takes whole content, and null exactly where the SDL does', () => {
    expect(faultsOf(summary, whole)).toEqual([]);
    const nulls = { ...whole, status: null, at: null, total: null, tags: null, rest: null, lines: [{ weight: null }] };
    expect(faultsOf(summary, nulls)).toEqual([]);
    expect(faultsOf(summary, { ...whole, count: null, lines: null, total: { amount: null, currency: null } })).toEqual([
      '/total/currency must be string',
      '/count must be integer',
      '/lines must be array',
    ]);
  });

  test('refuses what is missing, more than agreed, or not in wire form', () => {
    const { id: _, ...keyless } = whole;
    expect(faultsOf(summary, keyless)).toEqual([" must have required property 'id'"]);
    expect(faultsOf(summary, { ...whole, email: 'x' })).toEqual([' must NOT have additional properties']);
    expect(faultsOf(summary, { ...whole, status: 'LOST' })).toEqual([
      '/status must be equal to one of the allowed values',
    ]);
    expect(faultsOf(summary, { ...whole, at: '2026-03-01' })[0]).toMatch(/^\/at must match pattern/);
    expect(faultsOf(summary, { ...whole, total: { amount: 129, currency: 'USD' } })).toEqual([
      '/total/amount must be string,null',
    ]);
  });
});

describe('the contract of an event', () => {
  test('takes recursive values', () => {
    expect(paid).toMatchObject({ kind: 'event', name: 'OrderPaid', fields: ['at', 'note', 'tree'] });
    const tree = { branches: [{ branches: [], twin: null }], twin: null };
    expect(faultsOf(paid, { at: whole.at, note: null, tree })).toEqual([]);
    expect(faultsOf(paid, { at: whole.at, note: null, tree: { branches: [{}], twin: null } })).toHaveLength(2);
  });
});

describe('loadContract', () => {
  test('reads what was generated', () => {
    const folder = mkdtempSync(join(tmpdir(), 'contracts-'));
    try {
      if (summary === undefined) throw new Error('no contract');
      expect(contractFileName(summary)).toBe('orders.Summary.json');
      writeFileSync(join(folder, contractFileName(summary)), printContract(summary));
      expect(loadContract('orders.Summary', 'view', folder)).toEqual(summary);
      expect(() => loadContract('orders.Summary', 'event', folder)).toThrow(
        expect.objectContaining({
          code: 'EVENT_INVALID',
          message: 'Expected a contract of kind event under the name "orders.Summary", but it is of kind view.',
        }),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('finds the contracts of this repository', () => {
    expect(loadContract('members.MemberCard')).toMatchObject({
      entity: 'Member',
      fields: ['displayName', 'handle', 'avatarUrl'],
    });
  });

  test('says what to do when there is none', () => {
    expect(() => loadContract('members.Nothing')).toThrow(
      expect.objectContaining({
        code: 'VIEW_INVALID',
        message:
          'Expected the contract of the view "members.Nothing", but schema/contracts/ has none of that name: correct the name, or run npm run generate.',
      }),
    );
  });
});
