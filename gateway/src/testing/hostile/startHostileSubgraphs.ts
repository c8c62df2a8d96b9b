import { startSubgraph, type TestSubgraph } from '../startSubgraph.ts';

/** Two real subgraphs with whatever a bad request might aim at: recursion, lists, recursive input, a mutation. */
export async function startHostileSubgraphs(): Promise<readonly TestSubgraph[]> {
  return Promise.all([
    startSubgraph(
      'people',
      `type Query { person(id: ID!): Person  people(first: Int): [Person!] @listSize(slicingArguments: ["first"], assumedSize: 10)  search(filter: Filter): [Person!]  flag(on: Boolean!, size: Size): Boolean }
       type Mutation { rename(id: ID!, name: String!): Person }
       enum Size { SMALL LARGE }
       input Filter { text: String  age: Int  share: Float  size: Size  ids: [ID!]  not: Filter  any: [Filter!] }
       type Person @key(fields: "id") { id: ID!  name: String  age: Int  friends(first: Int): [Person!] }`,
      {
        Query: {
          person: (_: unknown, { id }: { id: string }) => ({ id, name: 'A' }),
          people: () => [{ id: '1' }, { id: '2' }],
          search: () => [],
          flag: () => true,
        },
        Mutation: { rename: (_: unknown, person: object) => person },
        Person: { __resolveReference: ({ id }: { id: string }) => ({ id }), friends: () => [{ id: '3' }] },
      },
    ),
    startSubgraph(
      'notes',
      `type Query { notes: [Note!] }
       type Note { text: String  author: Person }
       type Person @key(fields: "id") { id: ID!  notes: [Note!] }`,
      {
        Query: { notes: () => [{ text: 'one', author: { id: '1' } }] },
        Person: { __resolveReference: ({ id }: { id: string }) => ({ id }), notes: () => [{ text: 'two' }] },
      },
    ),
  ]);
}
