import { type Case, describeFederation } from './describeFederation.ts';

interface Parcel {
  readonly id: string;
  readonly weight?: number;
  readonly size?: number;
  readonly parts?: readonly { readonly grams: number; readonly made: { readonly of: string } }[];
  readonly wrap?: { readonly __typename: string; readonly thick?: number; readonly colour?: string } | null;
  readonly wraps?: readonly { readonly __typename: string; readonly thick?: number }[];
  readonly fee?: number | null;
  readonly zone?: string;
}
const self = (reference: object) => reference;
const number = ({ id }: Parcel) => Number(id);

/** What a parcel costs to send is worked out from what others know of it. */
const POST = {
  parcels: {
    sdl: `type Query { parcels: [Parcel!]! parcel(id: ID! = "1"): Parcel! }
      type Parcel @key(fields: "id") { id: ID! size(unit: Unit = CM, round: Boolean = true): Int! weight: Int  parts: [Part!]!
        wrap: Wrap  wraps: [Wrap!]!  seal: Seal }
      enum Unit { CM MM M }
      type Part { grams: Int! made: Made! }
      type Made { of: String! by: String! }
      interface Wrap { thick: Int! }
      type Paper implements Wrap { thick: Int! colour: String! }
      type Foil implements Wrap { thick: Int! shiny: Boolean! }
      union Seal = Wax | Tape
      type Wax { degrees: Int! }
      type Tape { length: Int! }`,
    resolvers: {
      Query: { parcels: () => ['1', '2', '3'].map((id) => ({ id })), parcel: (_: unknown, { id }: Parcel) => ({ id }) },
      Parcel: {
        __resolveReference: self,
        size: (parcel: Parcel, { unit }: { unit: 'CM' | 'MM' | 'M' }) =>
          number(parcel) * { CM: 10, MM: 100, M: 1 }[unit],
        weight: (parcel: Parcel) => {
          if (number(parcel) === 3) throw new Error('too heavy to weigh');
          return number(parcel) === 2 ? null : 5;
        },
        parts: (parcel: Parcel) =>
          Array.from({ length: number(parcel) }, (_, index) => ({
            grams: index + 1,
            made: { of: `wood ${index}`, by: 'x' },
          })),
        wrap: (parcel: Parcel) =>
          [null, { __typename: 'Paper', thick: 2, colour: 'red' }, { __typename: 'Foil', thick: 9, shiny: true }, null][
            number(parcel)
          ],
        wraps: () => [
          { __typename: 'Foil', thick: 1, shiny: false },
          { __typename: 'Paper', thick: 3, colour: 'blue' },
        ],
        seal: (parcel: Parcel) =>
          number(parcel) === 1 ? { __typename: 'Wax', degrees: 60 } : { __typename: 'Tape', length: 4 },
      },
    },
  },
  zones: {
    sdl: `type Parcel @key(fields: "id") { id: ID! zone: String! size(unit: Unit = CM, round: Boolean = true): Int! @external
        far: Boolean! @requires(fields: "size(unit: M)") }
      enum Unit { CM MM M }`,
    resolvers: {
      Parcel: {
        __resolveReference: self,
        zone: ({ id }: Parcel) => `Z${id}`,
        far: ({ size }: Parcel) => (size ?? -1) > 1,
      },
    },
  },
  fees: {
    sdl: `type Parcel @key(fields: "id") { id: ID!
        size(unit: Unit = CM, round: Boolean = true): Int! @external  weight: Int @external  parts: [Part!]! @external
        wrap: Wrap @external  wraps: [Wrap!]! @external  seal: Seal @external  zone: String! @external
        fee(rate: Int = 2): Int @requires(fields: "weight")
        room: Int! @requires(fields: "size(unit: MM, round: false)")
        grams: Int! @requires(fields: "parts { grams }")
        woods: [String!]! @requires(fields: "parts { made { of } }")
        layer: String! @requires(fields: "wrap { __typename thick ... on Paper { colour } }")
        layers: Int! @requires(fields: "wraps { thick }")
        sealed: String! @requires(fields: "seal { ... on Wax { degrees } ... on Tape { length } }")
        stamp: String! @requires(fields: "zone weight size(unit: CM)") }
      enum Unit { CM MM M }
      type Part @external { grams: Int! made: Made! }
      type Made @external { of: String! }
      interface Wrap { thick: Int! }
      type Paper implements Wrap { thick: Int! @external colour: String! @external }
      type Foil implements Wrap { thick: Int! @external }
      union Seal = Wax | Tape
      type Wax { degrees: Int! @external }
      type Tape { length: Int! @external }`,
    resolvers: {
      Parcel: {
        __resolveReference: self,
        fee: ({ weight }: Parcel, { rate }: { rate: number }) => (weight == null ? null : weight * rate),
        room: ({ size }: Parcel) => (size ?? -1) + 1,
        grams: ({ parts = [] }: Parcel) => parts.reduce((sum, { grams }) => sum + grams, 0),
        woods: ({ parts = [] }: Parcel) => parts.map(({ made }) => made.of),
        layer: ({ wrap }: Parcel) =>
          wrap == null ? 'bare' : `${wrap.__typename} ${wrap.thick} ${wrap.colour ?? 'plain'}`,
        layers: ({ wraps = [] }: Parcel) => wraps.reduce((sum, { thick = 0 }) => sum + thick, 0),
        sealed: ({ seal: { degrees, length } }: { seal: { degrees?: number; length?: number } }) =>
          degrees === undefined ? `tape ${length}` : `wax ${degrees}`,
        stamp: ({ zone, weight, size }: Parcel) => `${zone} ${weight} ${size}`,
      },
    },
  },
  invoices: {
    sdl: `type Query { sent: Parcel! }
      type Parcel @key(fields: "id") { id: ID! fee(rate: Int = 2): Int @external
        total: Int @requires(fields: "fee(rate: 10)") }`,
    resolvers: {
      Query: { sent: () => ({ id: '1' }) },
      Parcel: { __resolveReference: self, total: ({ fee }: Parcel) => (fee == null ? null : fee + 1) },
    },
  },
};

/** Apollo's planner takes one value of an argument for all who want the field under one name. */
const CASES: readonly Case[] = [
  ['a field', '{ parcel { fee } }', { parcel: { fee: 10 } }],
  ['a field that is null', '{ parcel(id: "2") { fee } }', { parcel: { fee: null } }],
  [
    'an argument of its own',
    '{ parcel { fee(rate: 3) a: fee b: fee(rate: 0) } }',
    { parcel: { fee: 15, a: 10, b: 0 } },
  ],
  ['a field with arguments', '{ parcel { room } }', { parcel: { room: 101 } }],
  ['one of a list of objects', '{ parcels { grams } }', { parcels: [{ grams: 1 }, { grams: 3 }, { grams: 6 }] }],
  ['one of objects in a list of objects', '{ parcel(id: "2") { woods } }', { parcel: { woods: ['wood 0', 'wood 1'] } }],
  [
    'an interface with fragments on its types',
    '{ parcels { layer } }',
    { parcels: [{ layer: 'Paper 2 red' }, { layer: 'Foil 9 plain' }, { layer: 'bare' }] },
  ],
  ['a field of an interface in a list', '{ parcel { layers } }', { parcel: { layers: 4 } }],
  [
    'fragments on a union',
    '{ parcels { sealed } }',
    { parcels: [{ sealed: 'wax 60' }, { sealed: 'tape 4' }, { sealed: 'tape 4' }] },
  ],
  ['fields of two others', '{ parcel { stamp } }', { parcel: { stamp: 'Z1 5 10' } }],
  ['a field that requires another itself, with an argument', '{ parcel { total } }', { parcel: { total: 51 } }],
  ['the same, where nothing of it is known yet', '{ sent { total room } }', { sent: { total: 51, room: 101 } }],
  [
    'the client wants the field too, with the same argument',
    '{ parcel { size(unit: MM, round: false) room } }',
    { parcel: { size: 100, room: 101 } },
  ],
  [
    'the client wants the nested fields too, and others of them',
    '{ parcel { parts { grams made { by } } woods } }',
    { parcel: { parts: [{ grams: 1, made: { by: 'x' } }], woods: ['wood 0'] } },
  ],
  [
    'the client wants the interface too, by another fragment',
    '{ parcel(id: "2") { wrap { ... on Foil { shiny } } layer } }',
    { parcel: { wrap: { shiny: true }, layer: 'Foil 9 plain' } },
  ],
  [
    'the client calls another field what is required',
    '{ parcel { weight: size zone: id fee stamp } }',
    { parcel: { weight: 10, zone: '1', fee: 10, stamp: 'Z1 5 10' } },
    { stock: { parcel: { weight: 10, zone: 'Z1', fee: 20, stamp: 'Z1 10 10' } } },
  ],
  [
    'the client calls another field what the key is',
    '{ parcels { id: size(unit: MM) zone kind: fee(rate: 1) } }',
    {
      parcels: [
        { id: 100, zone: 'Z1', kind: 5 },
        { id: 200, zone: 'Z2', kind: null },
        { id: 300, zone: 'Z3', kind: null },
      ],
    },
    { errors: ['DOWNSTREAM_SERVICE_ERROR parcels.2'], stock: null },
  ],
  [
    'an error under a name that is given away',
    '{ p: parcel(id: "3") { zone: weight id: zone } }',
    { p: { zone: null, id: 'Z3' } },
    { errors: ['DOWNSTREAM_SERVICE_ERROR p.zone'] },
  ],
  [
    'two that require one field with other arguments',
    '{ parcels { room far } }',
    {
      parcels: [
        { room: 101, far: false },
        { room: 201, far: true },
        { room: 301, far: true },
      ],
    },
    { apollo: { parcels: [1, 2, 3].map((id) => ({ room: id * 100 + 1, far: true })) } },
  ],
  [
    'two that require one field with other arguments, and the client wants it with a third',
    '{ parcel(id: "2") { size(unit: CM) room far } }',
    { parcel: { size: 20, room: 201, far: true } },
    { apollo: { parcel: { size: 20, room: 21, far: true } } },
  ],
  [
    'a field with an argument that another requires with another',
    '{ parcel { fee(rate: 4) total } }',
    { parcel: { fee: 20, total: 51 } },
    { apollo: { parcel: { fee: 20, total: 21 } } },
  ],
  [
    'what is required fails: its error is told, and what requires it is asked with null',
    '{ parcel(id: "3") { fee } }',
    { parcel: { fee: null } },
    { errors: ['DOWNSTREAM_SERVICE_ERROR parcel'] },
  ],
];

describeFederation('@requires', POST, CASES);
