import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createFederation, type Federation } from './createFederation.ts';

interface Media {
  readonly __typename: string;
  readonly id: string;
}
const MEDIA: readonly Media[] = [
  { __typename: 'Film', id: 'f1' },
  { __typename: 'Song', id: 's1' },
  { __typename: 'Film', id: 'f2' },
];
const mediaOf = (id: string) => MEDIA.find((media) => media.id === id);

/** Interfaces, unions, entity interfaces, what is provided, moved, and keyed by more than one field. */
const LIBRARY = {
  catalog: {
    sdl: `type Query { media: [Media!]! found: [Found!]! first: Media copy(shelf: Int!, place: Int!): Copy }
      interface Media @key(fields: "id") { id: ID! title: String! }
      type Film implements Media @key(fields: "id") { id: ID! title: String! minutes: Int! @shareable length: Int @override(from: "loans") }
      type Song implements Media @key(fields: "id") { id: ID! title: String! beats: Int! }
      union Found = Film | Song | Nothing
      type Nothing { why: String! }
      type Copy @key(fields: "shelf place") @key(fields: "owner { id branch { code } }") { shelf: Int! place: Int! owner: Owner! worn: Boolean! }
      type Owner @shareable { id: ID! branch: Branch! }
      type Branch @shareable { code: String! }`,
    resolvers: {
      Query: {
        media: () => MEDIA,
        found: () => [...MEDIA.slice(0, 2), { __typename: 'Nothing', why: 'gone' }],
        first: () => MEDIA[0],
        copy: (_: unknown, { shelf, place }: { shelf: number; place: number }) => ({ shelf, place }),
      },
      Media: { __resolveReference: ({ id }: Media) => mediaOf(id) },
      Film: {
        __resolveReference: ({ id }: Media) => mediaOf(id),
        title: ({ id }: Media) => `Film ${id}`,
        minutes: ({ id }: Media) => Number(id.slice(1)) * 60,
        length: ({ id }: Media) => Number(id.slice(1)) * 1_000,
      },
      Song: {
        __resolveReference: ({ id }: Media) => mediaOf(id),
        title: ({ id }: Media) => `Song ${id}`,
        beats: () => 120,
      },
      Copy: {
        __resolveReference: ({ shelf, place, owner }: { shelf?: number; place?: number; owner?: { id: string } }) =>
          owner === undefined ? { shelf, place } : { shelf: 5, place: Number(owner.id) },
        owner: ({ shelf, place }: { shelf: number; place: number }) => ({
          id: `${place}`,
          branch: { code: `c${shelf}` },
        }),
        worn: ({ place }: { place: number }) => place > 1,
      },
    },
  },
  ratings: {
    sdl: `type Query { best: Media! picks: [Pick!]! }
      type Media @key(fields: "id") @interfaceObject { id: ID! stars(of: Int = 5): Float! title: String! @external label: String! @requires(fields: "title") }
      type Pick { media: Media! }`,
    resolvers: {
      Query: { best: () => ({ id: 's1' }), picks: () => [{ media: { id: 'f2' } }, { media: { id: 's1' } }] },
      Media: {
        __resolveReference: (reference: object) => reference,
        stars: ({ id }: Media, { of }: { of: number }) => (id === 'f1' ? 0.8 : 0.4) * of,
        label: ({ title }: { title: string }) => `${title} (rated)`,
      },
    },
  },
  loans: {
    sdl: `type Query { loans: [Loan!]! loan: Loan! }
      type Loan { of: Film! @provides(fields: "minutes") what: Item! @provides(fields: "... on Film { minutes }") copy: Copy! }
      union Item = Film | Hat
      type Hat { size: Int! }
      type Film @key(fields: "id") { id: ID! minutes: Int! @external length: Int lent: Boolean! }
      type Copy @key(fields: "owner { id branch { code } }") { owner: Owner! days: Int! }
      type Owner @shareable { id: ID! branch: Branch! }
      type Branch @shareable { code: String! }`,
    resolvers: {
      Query: { loans: () => ['f1', 'f2'].map((id) => ({ id })), loan: () => ({ id: 'f1' }) },
      Loan: {
        of: ({ id }: { id: string }) => ({ id, minutes: 7 }),
        what: ({ id }: { id: string }) =>
          id === 'f1' ? { __typename: 'Film', id, minutes: 7 } : { __typename: 'Hat', size: 58 },
        copy: ({ id }: { id: string }) => ({ owner: { id: id.slice(1), branch: { code: 'c5' } } }),
      },
      Film: { __resolveReference: ({ id }: Media) => ({ id }), lent: ({ id }: Media) => id === 'f1', length: () => -1 },
      Copy: {
        __resolveReference: (reference: object) => reference,
        days: ({ owner }: { owner: { id: string; branch: { code: string } } }) =>
          Number(owner.id) * 10 + Number(owner.branch.code.slice(1)),
      },
    },
  },
};

/** One field with arguments, wanted by two others with different ones. */
const SHOP = {
  stock: {
    sdl: `type Query { items: [Item!]! }
      type Item @key(fields: "id") { id: ID! size(unit: Unit = CM): Int! box: Box! }
      enum Unit { CM MM }
      type Box @shareable { width: Int! name: String! }`,
    resolvers: {
      Query: { items: () => [{ id: '1' }, { id: '2' }] },
      Item: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        size: ({ id }: { id: string }, { unit }: { unit: string }) => Number(id) * (unit === 'MM' ? 100 : 10),
        box: ({ id }: { id: string }) => ({ width: Number(id) + 4, name: `box ${id}` }),
      },
    },
  },
  freight: {
    sdl: `type Item @key(fields: "id") { id: ID! size(unit: Unit = CM): Int! @external box: Box! @external
        price: Int! @requires(fields: "size(unit: MM)") label: String! @requires(fields: "box { name }")
        both: String! @requires(fields: "size(unit: MM) box { width }") }
      enum Unit { CM MM }
      type Box @shareable { width: Int! name: String! }`,
    resolvers: {
      Item: {
        __resolveReference: (reference: object) => reference,
        price: ({ size }: { size: number }) => size * 2,
        label: ({ box }: { box: { name: string } }) => `to ${box.name}`,
        both: ({ size, box }: { size: number; box: { width: number } }) => `${size} in ${box.width}`,
      },
    },
  },
};

type Case = readonly [what: string, text: string, data: object];
const ABSTRACT: readonly Case[] = [
  [
    'a field of an interface',
    '{ media { title } }',
    { media: ['Film f1', 'Song s1', 'Film f2'].map((title) => ({ title })) },
  ],
  [
    'fragments on its types',
    '{ media { id ... on Film { minutes } ... on Song { beats } } }',
    {
      media: [
        { id: 'f1', minutes: 60 },
        { id: 's1', beats: 120 },
        { id: 'f2', minutes: 120 },
      ],
    },
  ],
  [
    '__typename of an interface',
    '{ media { __typename } }',
    { media: ['Film', 'Song', 'Film'].map((__typename) => ({ __typename })) },
  ],
  [
    'a union',
    '{ found { __typename ... on Film { title } ... on Nothing { why } } }',
    {
      found: [{ __typename: 'Film', title: 'Film f1' }, { __typename: 'Song' }, { __typename: 'Nothing', why: 'gone' }],
    },
  ],
  [
    'an interface as a fragment on a union',
    '{ found { ... on Media { title } } }',
    { found: [{ title: 'Film f1' }, { title: 'Song s1' }, {}] },
  ],
  [
    'another subgraph below a type of a union',
    '{ found { ... on Film { lent } } }',
    { found: [{ lent: true }, {}, {}] },
  ],
  [
    '@interfaceObject adds to every type',
    '{ media { id stars } }',
    {
      media: [
        { id: 'f1', stars: 4 },
        { id: 's1', stars: 2 },
        { id: 'f2', stars: 2 },
      ],
    },
  ],
  ['@interfaceObject with arguments and aliases', '{ first { a: stars(of: 10) b: stars } }', { first: { a: 8, b: 4 } }],
  [
    '@interfaceObject below a fragment',
    '{ media { ... on Film { stars } } }',
    { media: [{ stars: 4 }, {}, { stars: 2 }] },
  ],
  [
    'from @interfaceObject to the types',
    '{ best { __typename title } }',
    { best: { __typename: 'Song', title: 'Song s1' } },
  ],
  [
    'from @interfaceObject to one type',
    '{ picks { media { id ... on Film { minutes } } } }',
    { picks: [{ media: { id: 'f2', minutes: 120 } }, { media: { id: 's1' } }] },
  ],
  ['@requires on an @interfaceObject', '{ best { label } }', { best: { label: 'Song s1 (rated)' } }],
  [
    '@requires on an @interfaceObject, from the interface',
    '{ first { label } }',
    { first: { label: 'Film f1 (rated)' } },
  ],
  ['@provides is used', '{ loans { of { minutes } } }', { loans: [{ of: { minutes: 7 } }, { of: { minutes: 7 } }] }],
  [
    '@provides beside a field that is not',
    '{ loan { of { minutes title } } }',
    { loan: { of: { minutes: 7, title: 'Film f1' } } },
  ],
  [
    '@provides on a type of a union',
    '{ loans { what { ... on Film { minutes } ... on Hat { size } } } }',
    { loans: [{ what: { minutes: 7 } }, { what: { size: 58 } }] },
  ],
  ['@override: the new owner answers', '{ loan { of { length } } }', { loan: { of: { length: 1000 } } }],
  [
    'a composite key',
    '{ copy(shelf: 5, place: 2) { worn owner { id branch { code } } } }',
    { copy: { worn: true, owner: { id: '2', branch: { code: 'c5' } } } },
  ],
  ['from a composite key to a nested one', '{ copy(shelf: 5, place: 1) { days } }', { copy: { days: 15 } }],
  [
    'from a nested key to a composite one',
    '{ loan { copy { shelf place worn } } }',
    { loan: { copy: { shelf: 5, place: 1, worn: false } } },
  ],
  [
    'both ways',
    '{ loans { copy { days worn } } }',
    { loans: [{ copy: { days: 15, worn: false } }, { copy: { days: 25, worn: true } }] },
  ],
];
const REQUIRED: readonly Case[] = [
  ['@requires with an argument', '{ items { price } }', { items: [{ price: 200 }, { price: 400 }] }],
  ['@requires of a nested selection', '{ items { label } }', { items: [{ label: 'to box 1' }, { label: 'to box 2' }] }],
  ['@requires of both', '{ items { both } }', { items: [{ both: '100 in 5' }, { both: '200 in 6' }] }],
  [
    'all of them at once',
    '{ items { price label both } }',
    {
      items: [
        { price: 200, label: 'to box 1', both: '100 in 5' },
        { price: 400, label: 'to box 2', both: '200 in 6' },
      ],
    },
  ],
];
/** Apollo's planner takes one value of the argument for all, unless the client asks for each under a name of its own. */
const BESIDE: readonly Case[] = [
  [
    'the client wants the field, too, with the default',
    '{ items { size price } }',
    {
      items: [
        { size: 10, price: 200 },
        { size: 20, price: 400 },
      ],
    },
  ],
  [
    'the client wants it with another argument',
    '{ items { size(unit: CM) both } }',
    {
      items: [
        { size: 10, both: '100 in 5' },
        { size: 20, both: '200 in 6' },
      ],
    },
  ],
  [
    'the client wants it with both',
    '{ items { cm: size mm: size(unit: MM) price } }',
    {
      items: [
        { cm: 10, mm: 100, price: 200 },
        { cm: 20, mm: 200, price: 400 },
      ],
    },
  ],
];

describe.each(['hive', 'apollo'] as const)('abstract types and more, planned by %s', (planner) => {
  let library: Federation;
  let shop: Federation;
  beforeAll(async () => {
    library = await createFederation(LIBRARY, planner);
    shop = await createFederation(SHOP, planner);
  });
  afterAll(async () => {
    await library?.close();
    await shop?.close();
  });

  test.each(ABSTRACT)('%s', async (_, text, data) => {
    expect(await library.execute(text)).toEqual(data);
  });
  test.each(REQUIRED)('%s', async (_, text, data) => {
    expect(await shop.execute(text)).toEqual(data);
  });
  test.each(BESIDE)('%s', async (_, text, data) => {
    const asked = shop.execute(text);
    const isOneForAll = planner === 'apollo' && !text.includes('mm:');
    if (isOneForAll) await expect(asked).resolves.not.toEqual(data);
    else expect(await asked).toEqual(data);
  });
});
