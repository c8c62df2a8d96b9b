import { expect, test } from '@jest/globals';
import { findProblems } from '../testing/findProblems.ts';
import { copiesAreUnguarded } from './copiesAreUnguarded.ts';

const link = (imports: string) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", ${imports}])\n`;
const guards = '"@authenticated", "@requiresScopes", "@policy"';

const found = (fields: string, types = '', { imports = guards, copied = fields, below = types } = {}) =>
  findProblems(copiesAreUnguarded, {
    members: {
      sdl: `${link(imports)}type Query { me: Member }\ntype Member @key(fields: "id") { id: ID! ${fields} }\n${types}`,
      owns: ['Member'],
    },
    orders: {
      sdl: `${link(imports)}type Query { a: Member }\ntype Member @key(fields: "id") { id: ID! ${copied} }\n${below}`,
      owns: [],
    },
  });

test('a field that its owner guards is never provided from a copy', () => {
  const copied = 'email: String @external';
  expect(found('email: String @authenticated', '', { copied })).toEqual([
    'COPY_OF_GUARDED subgraphs/orders/schema.graphql:3 Member.email: members guards Member.email with @authenticated, and a copy would be served without its owner: remove it from the SDL. The unit may use its copy itself (replicas.…load), but not provide it to clients.',
  ]);
  expect(found('email: String @requiresScopes(scopes: [["email"]])', '', { copied })[0]).toContain('@requiresScopes');
  expect(found('email: String @policy(policies: [["email"]])', '', { copied })[0]).toContain('@policy');
  expect(found('email: String', '', { copied })).toEqual([]);
});

test('a guarded field that is not provided may be copied for the own use', () => {
  expect(found('email: String @authenticated  name: String', '', { copied: 'name: String @external' })).toEqual([]);
});

test('the type of a field, its interface, and what a value holds guard it too', () => {
  const copied = 'home: Address @external';
  const provided = (types: string, below: string) => found('home: Address', types, { copied, below });
  const plain = 'type Address { city: String }';

  expect(provided('type Address @authenticated { city: String }', plain)[0]).toContain('guards Address with');
  expect(provided('type Address { city: String @authenticated }', plain)[0]).toContain('guards Address.city with');
  expect(
    provided(
      'interface Place { city: String @authenticated } type Address implements Place { city: String }',
      plain,
    )[0],
  ).toContain('guards Place.city with');
  expect(
    provided(
      'scalar Secret @authenticated type Address { city: Secret }',
      'scalar Secret type Address { city: Secret }',
    )[0],
  ).toContain('guards Secret with');
  // What the unit does not declare cannot be asked of it.
  expect(provided('type Address { city: String  street: String @authenticated }', plain)).toEqual([]);
  expect(
    provided('type Address { city: String  next: Address }', 'type Address { city: String next: Address }'),
  ).toEqual([]);
});

test('a guard that is renamed, or not imported, is one too', () => {
  const copied = 'email: String @external';
  const imports = '{ name: "@authenticated", as: "@signedIn" }';
  expect(found('email: String @signedIn', '', { copied, imports })[0]).toContain('with @authenticated');
  expect(found('email: String @federation__policy(policies: [["a"]])', '', { copied, imports })[0]).toContain(
    '@policy',
  );
});
