import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Case, describeFederation, placesOf } from './describeFederation.ts';

let log: string[] = [];
let slow = false;
const did = async (what: string): Promise<string> => {
  // The first is not done at once: whoever does not wait for it is found out.
  if (slow && log.length === 0) await new Promise((resolve) => setImmediate(resolve));
  log.push(what);
  return log.join(' ');
};
const self = (reference: object) => reference;

/** Accounts and cards, changed by three subgraphs. */
const BANK = {
  accounts: {
    sdl: `type Query { balance: Int! } type Mutation { open(name: String!, input: Opening): Account! close: String refuse: String loseAll: String! }
      input Opening { deposit: Int = 5 tags: [String!] }
      type Account @key(fields: "id") { id: ID! name: String! history: String! }`,
    resolvers: {
      Query: { balance: () => log.length },
      Mutation: {
        open: async (_: unknown, { name, input }: { name: string; input?: { deposit: number } }) => ({
          id: name,
          history: await did(`open:${name}:${input?.deposit ?? 'none'}`),
        }),
        close: () => did('close'),
        refuse: () => {
          throw Object.assign(new Error('refused'), { extensions: { code: 'REFUSED' } });
        },
        loseAll: () => null,
      },
      Account: {
        __resolveReference: self,
        name: ({ id }: { id: string }) => `Account ${id}`,
        history: ({ history }: { history?: string }) => history ?? log.join(' '),
      },
    },
  },
  cards: {
    sdl: `type Mutation { issue(account: ID!): Card! block: String }
      type Card @key(fields: "no") { no: ID! account: Account! }
      type Account @key(fields: "id") { id: ID! cards: Int! }`,
    resolvers: {
      Mutation: {
        issue: async (_: unknown, { account }: { account: string }) => {
          await did(`issue:${account}`);
          return { no: `n-${account}`, account: { id: account } };
        },
        block: () => did('block'),
      },
      Account: { __resolveReference: self, cards: () => log.filter((what) => what.startsWith('issue')).length },
    },
  },
  audit: {
    sdl: `type Mutation { note(text: String!): String } type Account @key(fields: "id") { id: ID! notes: Int! }`,
    resolvers: {
      Mutation: { note: (_: unknown, { text }: { text: string }) => did(`note:${text}`) },
      Account: { __resolveReference: self, notes: () => log.filter((what) => what.startsWith('note')).length },
    },
  },
};

const CASES: readonly Case[] = [
  [
    'three subgraphs in turn',
    'mutation { close block a: note(text: "a") b: close c: block }',
    {
      close: 'close',
      block: 'close block',
      a: 'close block note:a',
      b: 'close block note:a close',
      c: 'close block note:a close block',
    },
  ],
  [
    'one subgraph twice, with nothing between',
    'mutation { a: note(text: "a") b: note(text: "b") }',
    { a: 'note:a', b: 'note:a note:b' },
  ],
  [
    'what it answers, from the others: after it, and before the next',
    'mutation { a: issue(account: "x") { account { cards notes name } } note(text: "n") b: issue(account: "y") { account { cards notes } } }',
    {
      a: { account: { cards: 1, notes: 0, name: 'Account x' } },
      note: 'issue:x note:n',
      b: { account: { cards: 2, notes: 1 } },
    },
  ],
  [
    'inputs with defaults, by variables and literals',
    'mutation ($i: Opening, $n: String!) { a: open(name: $n, input: $i) { id } b: open(name: "b", input: {}) { name } c: open(name: "c") { history } }',
    { a: { id: 'v' }, b: { name: 'Account b' }, c: { history: 'open:v:9 open:b:5 open:c:none' } },
    { variables: { i: { deposit: 9, tags: [] }, n: 'v' } },
  ],
  [
    'one that is refused: the next are done, and both are told',
    'mutation { refuse note(text: "n") close }',
    { refuse: null, note: 'note:n', close: 'note:n close' },
    { errors: ['REFUSED refuse'] },
  ],
  [
    'one that is skipped is not done',
    'mutation ($no: Boolean!) { close @skip(if: $no) block note(text: "n") @include(if: false) }',
    { block: 'block' },
    { variables: { no: true } },
  ],
  [
    'fragments on Mutation: their order counts',
    'mutation { ...A close ... on Mutation { last: note(text: "l") } } fragment A on Mutation { block note(text: "a") }',
    { block: 'block', note: 'block note:a', close: 'block note:a close', last: 'block note:a close note:l' },
  ],
  [
    'fields of one key, once',
    'mutation { open(name: "z") { id } ...B close } fragment B on Mutation { open(name: "z") { cards } }',
    { open: { id: 'z', cards: 0 }, close: 'open:z:none close' },
  ],
  ['__typename of it', 'mutation { __typename close }', { __typename: 'Mutation', close: 'close' }],
  [
    'null where null may not be: all is lost, and was done',
    'mutation { note(text: "n") loseAll }',
    null,
    { errors: ['DOWNSTREAM_SERVICE_ERROR loseAll'] },
  ],
];

describe('mutations', () => {
  beforeEach(() => {
    log = [];
    slow = true;
  });

  describeFederation('over several subgraphs', BANK, CASES, (federation) => {
    test('one whose subgraph does not answer is not sent again, and the next are done', async () => {
      federation().instead.set('cards', () => ({ status: 503, body: '' }));
      federation().asked.length = 0;
      try {
        const { data, errors } = await federation().answer('mutation { close block note(text: "n") }');
        expect(data).toEqual({ close: 'close', block: null, note: 'close note:n' });
        expect(placesOf(errors)).toEqual(['SUBGRAPH_UNAVAILABLE block']);
        expect(federation().asked.map(({ service }) => service)).toEqual(['accounts', 'cards', 'audit']);
      } finally {
        federation().instead.clear();
      }
    });

    test('the same mutation twice at once is done twice', async () => {
      await Promise.all([federation().answer('mutation { close }'), federation().answer('mutation { close }')]);
      expect(log).toEqual(['close', 'close']);
    });

    test('a query after it does not get what was asked before it', async () => {
      expect(await federation().execute('{ balance }')).toEqual({ balance: 0 });
      await federation().execute('mutation { close }');
      expect(await federation().execute('{ balance }')).toEqual({ balance: 1 });
    });
  });
});
