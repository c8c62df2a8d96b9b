import { startSubgraph, type TestSubgraph } from './startSubgraph.ts';

/** Two subgraphs for tests of what an outage costs: books know their authors by key, people knows the rest. */
export type Library = {
  readonly books: TestSubgraph;
  readonly people: TestSubgraph;
  readonly stop: () => Promise<void>;
};

export async function startLibrary(): Promise<Library> {
  const books = await startSubgraph(
    'books',
    `type Query { book: Book  books: [Book!] }
     type Mutation { sell(title: String): Book }
     type Book { title: String  author: Person }
     type Person @key(fields: "id", resolvable: false) { id: ID! }`,
    {
      Query: {
        book: () => ({ title: 'One', author: { id: '1' } }),
        books: () => ['One', 'Two'].map((title, index) => ({ title, author: { id: String(index + 1) } })),
      },
      Mutation: { sell: (_: unknown, { title }: { title: string }) => ({ title, author: { id: '1' } }) },
    },
  );
  const people = await startSubgraph(
    'people',
    `type Query { me: Person  everybody: [Person] }
     type Mutation { rename(name: String): Person }
     type Person @key(fields: "id") { id: ID!  name: String  age: Int  sex: Sex  friends: [Person] }
     enum Sex { F M }`,
    {
      Query: { me: () => ({ id: '1' }), everybody: () => [{ id: '1' }, { id: '2' }] },
      Mutation: { rename: (_: unknown, { name }: { name: string }) => ({ id: '1', name }) },
      Person: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        name: ({ id, name }: { id: string; name?: string }) => name ?? `Person ${id}`,
        age: () => 40,
        sex: () => 'F',
        friends: () => [{ id: '2' }],
      },
    },
  );
  return { books, people, stop: async () => void (await Promise.all([books.stop(), people.stop()])) };
}
