import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultFetchLimits } from './execution/fetch/FetchLimits.ts';
import { type Library, startLibrary } from './testing/startLibrary.ts';
import { startTestGateway, type TestGateway } from './testing/startTestGateway.ts';

// What is wrong with a subgraph costs exactly its own fields: null, with a code, a path and its name. Every other byte is there.

let library: Library;
let gateway: TestGateway;

beforeAll(async () => {
  library = await startLibrary();
  gateway = await startTestGateway([library.books, library.people], {
    fetchLimits: { ...defaultFetchLimits, timeout: 1_000, breakerOpenFor: 1 },
  });
});
afterEach(() => {
  library.people.behaviour = undefined;
});
afterAll(async () => {
  await gateway.stop();
  await library.stop();
});

const say =
  (body: string, status = 200) =>
  (_: unknown, response: ServerResponse): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(body);
const data = (value: unknown) => say(JSON.stringify({ data: value }));

const faults: [
  name: string,
  behaviour: (_: unknown, response: ServerResponse) => void,
  code: string,
  reason: string,
][] = [
  ['hangs', () => undefined, 'SUBGRAPH_TIMEOUT', 'TIMEOUT'],
  ['begins and does not end', (_, response) => void response.write('{"data":'), 'SUBGRAPH_TIMEOUT', 'TIMEOUT'],
  ['breaks the connection', (_, response) => void response.destroy(), 'SUBGRAPH_UNAVAILABLE', 'UNREACHABLE'],
  [
    'breaks it amid the answer',
    (_, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{"data":', () => response.destroy());
    },
    'SUBGRAPH_UNAVAILABLE',
    'UNREACHABLE',
  ],
  ['is not ready (503)', say('{"errors":[{"message":"wait"}]}', 503), 'SUBGRAPH_UNAVAILABLE', 'NOT_READY'],
  ['answers 500 with data', say('{"data":{"me":{"name":"x"}}}', 500), 'SUBGRAPH_UNAVAILABLE', 'BAD_ANSWER'],
  ['answers 502 with a page', say('<html>', 502), 'SUBGRAPH_UNAVAILABLE', 'BAD_ANSWER'],
  ['answers half of its JSON', say('{"data":{"me":'), 'SUBGRAPH_UNAVAILABLE', 'BAD_ANSWER'],
  ['answers nothing', say(''), 'SUBGRAPH_UNAVAILABLE', 'BAD_ANSWER'],
  ['answers a list', say('[]'), 'SUBGRAPH_UNAVAILABLE', 'BAD_ANSWER'],
  ['answers data that is a list', say('{"data":[]}'), 'SUBGRAPH_UNAVAILABLE', 'BAD_ANSWER'],
  ['answers data that is null without an error', say('{"data":null}'), 'SUBGRAPH_UNAVAILABLE', 'BAD_ANSWER'],
  ['answers errors that are none', say('{"errors":{"message":"x"}}'), 'SUBGRAPH_UNAVAILABLE', 'BAD_ANSWER'],
];

describe.each(faults)('a subgraph that %s', (_name, behaviour, code, reason) => {
  test('costs its root field', async () => {
    library.people.behaviour = behaviour;
    const { status, data: answered, errors } = await gateway.execute('{ book { title } me { name } }');

    expect({ status, answered }).toEqual({ status: 200, answered: { book: { title: 'One' }, me: null } });
    expect(errors).toEqual([
      { message: expect.any(String), path: ['me'], extensions: { code, service: 'people', reason } },
    ]);
  });

  test('costs the fields it adds to what others answered', async () => {
    library.people.behaviour = behaviour;
    const { data: answered, errors } = await gateway.execute('{ books { title author { id name } } }');

    expect(answered).toEqual({
      books: [
        { title: 'One', author: { id: '1', name: null } },
        { title: 'Two', author: { id: '2', name: null } },
      ],
    });
    expect(errors).toEqual([
      { message: expect.any(String), path: ['books'], extensions: { code, service: 'people', reason } },
    ]);
  });
});

const ME = '{ book { title } me { id name age sex friends { name } } }';
const right = { id: '1', name: 'A', age: 1, sex: 'F', friends: [{ name: 'B' }] };
/** What people says of `me`, what is left of it, and the places that are told of. */
const wrong: [name: string, me: unknown, left: unknown, places: string[], service?: string][] = [
  ['a text for a number', { ...right, age: 'old' }, { ...right, age: null }, ['me.age']],
  ['a number too large', { ...right, age: 2 ** 31 }, { ...right, age: null }, ['me.age']],
  ['a fraction', { ...right, age: 1.5 }, { ...right, age: null }, ['me.age']],
  ['an object for a text', { ...right, name: { a: 1 } }, { ...right, name: null }, ['me.name']],
  ['no such value of an enum', { ...right, sex: 'X' }, { ...right, sex: null }, ['me.sex']],
  ['an object for a list', { ...right, friends: { name: 'B' } }, { ...right, friends: null }, ['me.friends']],
  [
    'a text for an object',
    { ...right, friends: ['B', { name: 'C' }] },
    { ...right, friends: [null, { name: 'C' }] },
    ['me.friends.0'],
  ],
  ['a list for an object', { ...right, friends: [[{ name: 'B' }]] }, { ...right, friends: [null] }, ['me.friends.0']],
  ['null where null may not be', { ...right, id: null }, null, ['me.id'], 'one of several'],
  ['a text for the root', 'me', null, ['me']],
  ['two of them', { ...right, age: 'old', sex: 1 }, { ...right, age: null, sex: null }, ['me.age', 'me.sex']],
  ['more than was asked for', { ...right, hobby: 'x', __proto__x: {} }, right, []],
  ['less than was asked for', { id: '1', name: 'A' }, { ...right, age: null, sex: null, friends: null }, []],
];

test.each(wrong)('a subgraph that answers %s costs that field', async (_name, me, left, places, service = 'people') => {
  // A key is in several subgraphs: it cannot be known which said it.
  const extensions = { code: 'SUBGRAPH_INVALID_VALUE', ...(service === 'people' ? { service } : {}) };
  library.people.behaviour = data({ me });
  const { data: answered, errors = [] } = await gateway.execute(ME);

  expect(answered).toEqual({ book: { title: 'One' }, me: left });
  expect(errors.map((error) => [error.path?.join('.'), error.extensions])).toEqual(
    places.map((place) => [place, extensions]),
  );
});

test.each([
  ['fewer entities than were asked for', [{ name: 'A' }], ['books'], [null, null]],
  ['no list of entities', 'x', ['books'], [null, null]],
  ['an entity that is a text', ['x', { name: 'B' }], undefined, [null, 'B']],
  ['an entity that is not there', [null, { name: 'B' }], undefined, [null, 'B']],
])('a subgraph that answers %s costs what is missing', async (_name, _entities, place, names) => {
  library.people.behaviour = data({ _entities });
  const { data: answered, errors } = await gateway.execute('{ books { title author { name } } }');

  expect(answered).toEqual({
    books: ['One', 'Two'].map((title, index) => ({ title, author: { name: names[index] } })),
  });
  expect(errors?.map(({ path }) => path)).toEqual(place === undefined ? undefined : [place]);
});

test('errors that a subgraph adds cost nothing, whatever their form, and those that are wrong with a value are both told', async () => {
  const extra = [
    { message: 'slow today', path: ['nowhere', 7], extensions: { code: 'SLOW' } },
    { message: 'what?', path: 'me', extensions: 'x' },
    { message: 'no place', path: [{ a: 1 }] },
    { message: 'own', path: ['me', 'name'], extensions: { code: 'OWN', service: 'forged' } },
  ];
  library.people.behaviour = say(JSON.stringify({ data: { me: { ...right, name: null, age: 'old' } }, errors: extra }));
  const { data: answered, errors } = await gateway.execute(ME);

  expect(answered).toEqual({ book: { title: 'One' }, me: { ...right, name: null, age: null } });
  expect(errors?.map(({ path, extensions }) => [path, extensions])).toEqual([
    [undefined, { code: 'SLOW', service: 'people' }],
    [undefined, { code: 'DOWNSTREAM_SERVICE_ERROR', service: 'people' }],
    [undefined, { code: 'DOWNSTREAM_SERVICE_ERROR', service: 'people' }],
    [['me', 'name'], { code: 'OWN', service: 'people' }],
    [['me', 'age'], { code: 'SUBGRAPH_INVALID_VALUE', service: 'people' }],
  ]);
});

test('a subgraph that is down costs its own fields, is no reason not to start, and is found when it comes', async () => {
  await library.people.stop();
  const late = await startTestGateway([library.books, library.people]);
  try {
    expect(await late.execute('{ book { title } me { name } }')).toMatchObject({
      data: { book: { title: 'One' }, me: null },
      errors: [
        { path: ['me'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'people', reason: 'UNREACHABLE' } },
      ],
    });
    await library.people.restart();
    expect(await late.execute('{ me { name } }')).toMatchObject({ data: { me: { name: 'Person 1' } } });
  } finally {
    await late.stop();
  }
});
