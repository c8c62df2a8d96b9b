import { type Case, describeFederation } from './describeFederation.ts';

const from = (subgraph: string) => () => subgraph;

/** Fields that move from the old subgraph to the new one, all at once or for a share of the operations. */
const MOVING = {
  old: {
    sdl: `type Query { bill: Bill! bills: [Bill!]! rate: String }
      type Bill @key(fields: "id") { id: ID! moved: String kept: String part: String all: String none: String total: Money }
      type Money @shareable { amount: String currency: String }`,
    resolvers: {
      Query: { bill: () => ({ id: '1' }), bills: () => [{ id: '1' }, { id: '2' }], rate: from('old') },
      Bill: {
        moved: from('old'),
        kept: from('old'),
        part: from('old'),
        all: from('old'),
        none: from('old'),
        total: () => ({ amount: 'old', currency: 'old' }),
      },
    },
  },
  new: {
    sdl: `type Query { newest: Bill! rate: String @override(from: "old") }
      type Bill @key(fields: "id") { id: ID! moved: String @override(from: "old")
        all: String @override(from: "old", label: "percent(100)")
        none: String @override(from: "old", label: "percent(0)")
        part: String @override(from: "old", label: "by-hand")
        total: Money @override(from: "old") }
      type Money @shareable { amount: String currency: String }`,
    resolvers: {
      Query: { newest: () => ({ id: '3' }), rate: from('new') },
      Bill: {
        moved: from('new'),
        all: from('new'),
        none: from('new'),
        part: from('new'),
        total: () => ({ amount: 'new', currency: 'new' }),
      },
    },
  },
};

/** Stock does not know shares: it leaves all of them with the old subgraph. */
const CASES: readonly Case[] = [
  ['a field that moved', '{ bill { moved kept } }', { bill: { moved: 'new', kept: 'old' } }],
  [
    'a field that moved, where the new subgraph begins',
    '{ newest { moved kept } }',
    { newest: { moved: 'new', kept: 'old' } },
  ],
  ['a field of the root that moved', '{ rate }', { rate: 'new' }],
  ['a field of a value type that moved', '{ bill { total { amount } } }', { bill: { total: { amount: 'new' } } }],
  ['percent(100): all that ask', '{ bill { all } }', { bill: { all: 'new' } }, { stock: { bill: { all: 'old' } } }],
  [
    'percent(100), where the new subgraph begins',
    '{ newest { all } }',
    { newest: { all: 'new' } },
    { stock: { newest: { all: 'old' } } },
  ],
  ['percent(0): nobody', '{ bill { none } }', { bill: { none: 'old' } }],
  ['percent(0), where the new subgraph begins', '{ newest { none } }', { newest: { none: 'old' } }],
  [
    'a label that is no share: nobody, until somebody says so',
    '{ bill { part } newest { part } }',
    { bill: { part: 'old' }, newest: { part: 'old' } },
  ],
  [
    'several at once',
    '{ bills { id moved all none part } }',
    { bills: ['1', '2'].map((id) => ({ id, moved: 'new', all: 'new', none: 'old', part: 'old' })) },
    { stock: { bills: ['1', '2'].map((id) => ({ id, moved: 'new', all: 'old', none: 'old', part: 'old' })) } },
  ],
];

describeFederation('@override', MOVING, CASES);
