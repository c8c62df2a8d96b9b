import { describe, expect, test } from '@jest/globals';
import { formatContractProblem } from './ContractProblem.ts';
import { inspectViews, parseViews } from './parseViews.ts';

const sdl = `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external"])
scalar DateTime
type Query { order: Order }
type Order @key(fields: "id") {
  id: ID!
  "Where it stands."
  status: Status
  placedAt: DateTime
  total: Money
  lines: [Line!]
  member: Member
  page(first: Int): Money
  search: Found
}
enum Status { PLACED CANCELLED }
type Money { amount: String  currency: String }
type Line { quantity: Int  product: Product }
type Member @key(fields: "id") { id: ID!  displayName: String @external  orders: [Order!] }
extend type Product @key(fields: "sku") { sku: String! }
union Found = Money | Line
`;

const problemsOf = (views: string, schema = sdl): string[] =>
  inspectViews(schema, views).problems.map(formatContractProblem);
const codesOf = (views: string, schema = sdl): string[] => inspectViews(schema, views).problems.map(({ code }) => code);

describe('a view', () => {
  test('is read with its selection on one line, the key first, and its tree', () => {
    const [view] = parseViews(
      sdl,
      '"What others may know."\nfragment Summary on Order { status total { amount } lines { product { sku } } member { id } }',
    );

    expect(view).toMatchObject({
      name: 'Summary',
      entity: 'Order',
      key: 'id',
      description: 'What others may know.',
      selection: '{ id status total { amount } lines { product { sku } } member { id } }',
      fields: ['status', 'total', 'lines', 'member'],
    });
    expect(view?.shape[1]).toEqual({
      name: 'status',
      type: 'Status',
      description: 'Where it stands.',
      fields: undefined,
    });
    expect(view?.shape[2]?.fields).toEqual([expect.objectContaining({ name: 'amount', type: 'String' })]);
  });

  test('may name the key itself, and a field twice', () => {
    expect(parseViews(sdl, 'fragment S on Order { status id status }')[0]).toMatchObject({
      selection: '{ id status }',
      fields: ['status'],
    });
  });

  test('need not be there at all', () => {
    expect(parseViews(sdl, '# none yet\n')).toEqual([]);
  });
});

describe('a view is refused, with what to write, when', () => {
  test('it is no fragment on an entity', () => {
    expect(problemsOf('fragment M on Money { amount }')).toEqual([
      'views.graphql:1 M: A view is a fragment on an entity, but Money has no @key. Write `type Money @key(fields: "id")` in schema.graphql or name another type.',
    ]);
    expect(problemsOf('fragment M on Nothing { amount }')[0]).toContain('the schema has no such type');
    expect(codesOf('query Q { order { id } }')).toEqual(['VIEWS_UNREADABLE']);
  });

  test('its entity has no key "id"', () => {
    expect(problemsOf('fragment P on Product { sku }')).toContain(
      'views.graphql:1 P: Copies are kept by the key "id", but Product has @key(fields: "sku"). Add `@key(fields: "id")` to it.',
    );
  });

  test('a field is not there', () => {
    expect(problemsOf('fragment S on Order {\n  state\n}')).toContain(
      'views.graphql:2 S.state: Order has no field "state"; it has id, status, placedAt, total, lines, member, page, search.',
    );
  });

  test('a field has an alias, arguments or a directive', () => {
    expect(problemsOf('fragment S on Order { state: status }')).toEqual([
      'views.graphql:1 S.status: A copy keeps the owner\'s names: write `status` without the alias "state".',
    ]);
    expect(problemsOf('fragment S on Order { page { amount } }')).toEqual([
      'views.graphql:1 S.page: A copy cannot answer arguments, and Order.page takes first. Publish a field without arguments.',
    ]);
    expect(problemsOf('fragment S on Order { status @include(if: true) }')).toEqual([
      'views.graphql:1 S.status: A view is the same for everyone: remove @include from the field.',
    ]);
    expect(codesOf('fragment S on Order @x { status }')).toEqual(['VIEW_DIRECTIVE']);
  });

  test('it takes variables', () => {
    expect(problemsOf('fragment S($n: Int) on Order { status }')).toEqual([
      'views.graphql:1 S: A view takes no variables: it is the same for everyone. Remove them.',
    ]);
  });

  test('it copies more of another entity than its key', () => {
    expect(problemsOf('fragment S on Order { member { id displayName } }')).toEqual([
      'views.graphql:1 S.member: Member is an entity of its own, so a view holds its key only, not displayName. Write `member { id }`; consumers copy a view of Member beside it.',
    ]);
  });

  test('it publishes what another unit owns', () => {
    expect(problemsOf('fragment C on Member { displayName }')).toEqual([
      "views.graphql:1 C.displayName: Member.displayName is @external: another unit owns it. No copy of a copy: consumers declare the owner's view.",
    ]);
  });

  test('it spreads fragments or selects an abstract type', () => {
    expect(problemsOf('fragment S on Order { ... on Order { status } placedAt }')).toEqual([
      'views.graphql:1 S: A view writes its fields out: replace the fragment on Order by its fields.',
    ]);
    expect(problemsOf('fragment S on Order { search { __typename } }')).toEqual([
      'views.graphql:1 S.search: Order.search is the abstract type Found, which a copy does not keep. Publish a field of an object type.',
    ]);
  });

  test('an object is not opened, or a scalar is', () => {
    expect(problemsOf('fragment S on Order { total }')[0]).toBe(
      'views.graphql:1 S.total: Order.total is an object: write `total { amount currency }`.',
    );
    expect(codesOf('fragment S on Order { status { x } }')).toEqual(['VIEW_SELECTION']);
  });

  test('it selects the key alone', () => {
    expect(problemsOf('fragment S on Order { id }')).toEqual([
      'views.graphql:1 S: A view of the key alone copies nothing: select a field.',
    ]);
  });

  test('its name is taken or malformed', () => {
    expect(codesOf('fragment S on Order { status } fragment S on Order { placedAt }')).toEqual(['VIEW_NAME_TAKEN']);
    expect(codesOf('fragment order_card on Order { status }')).toEqual(['VIEW_NAME_MALFORMED']);
  });

  test('the files cannot be read', () => {
    expect(problemsOf('fragment S on Order { status')[0]).toMatch(/^views\.graphql:1 views\.graphql: Syntax Error/);
    expect(problemsOf('fragment S on Order { status }', 'type Order { a: Missing }')[0]).toBe(
      'schema.graphql schema.graphql: Unknown type: "Missing".',
    );
  });

  test('parseViews throws every fault at once, coded', () => {
    const read = () => parseViews(sdl, 'fragment S on Order { state total }');

    expect(read).toThrow(
      expect.objectContaining({ code: 'VIEW_INVALID', message: expect.stringMatching(/S\.state.*\n.*S\.total/) }),
    );
  });
});
