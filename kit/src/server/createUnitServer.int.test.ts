import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { EntityModel } from '../owner/EntityModel.ts';
import { type NoteDocument, notes } from '../testing/fixtures/notes/notes.ts';
import { type Answer, type TestedUnit, testUnit } from '../testing/index.ts';
import { declareData, defineUnit } from '../unit/defineUnit.ts';
import type { UnitContext } from '../unit/UnitContext.ts';

const lines: Record<string, unknown>[] = [];
const log = pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) });
let unit: TestedUnit;

/** Notes, whose ids ask for something else. */
const asking = defineUnit({
  ...notes,
  ...declareData({ entities: notes.entities, replicas: {} }),
  resolvers: {
    ...notes.resolvers,
    Query: {
      note: (_: unknown, { id }: { id: string }, { actor, requestId, entities }: UnitContext) => {
        if (id === 'who') return { _id: id, title: JSON.stringify(actor) };
        if (id === 'which') return { _id: id, title: requestId };
        return entities.Note?.load(id);
      },
    },
  } as never,
});

beforeAll(async () => {
  unit = await testUnit(asking, { log });
  const { Note } = unit.running.context().models as unknown as { Note: EntityModel<NoteDocument> };
  await new Note({ _id: 'bad', title: 'Bad', trick: 'throw' }).save();
}, 60_000);
afterAll(() => unit?.stop());

async function send(query: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${unit.running.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
}
const title = async (id: string, headers = {}) =>
  (await send(`{ note(id: "${id}") { title } }`, headers)).body.data.note.title;

describe('errors', () => {
  test('an unknown one is masked; the log has it under the request id', async () => {
    const { body } = await send('{ note(id: "bad") { title trick } }', { 'x-request-id': 'request-7' });
    expect(body).toEqual({
      data: { note: { title: 'Bad', trick: null } },
      errors: [
        {
          message: 'An unexpected failure; the log has it under the request id.',
          path: ['note', 'trick'],
          locations: expect.any(Array),
          extensions: { code: 'INTERNAL' },
        },
      ],
    });
    expect(lines.filter(({ requestId }) => requestId === 'request-7')).toMatchObject([
      { msg: 'an unexpected failure', err: { message: 'this note cannot be told' }, path: ['note', 'trick'] },
    ]);
  });

  test.each([
    ['{ note(id: ', 'GRAPHQL_PARSE_FAILED'],
    ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ note(id: {}) { title } }', 'GRAPHQL_VALIDATION_FAILED'],
  ])("GraphQL's own keep their code, without a stack: %s", async (query, code) => {
    const { status, body } = await send(query);
    expect(status).toBe(400);
    expect(body.errors.map(({ extensions }) => extensions)).toEqual([{ code }]);
  });
});

describe('the request id', () => {
  test('is the one that was sent, and is sent back', async () => {
    const { headers, body } = await send('{ note(id: "which") { title } }', { 'x-request-id': 'from.a:gateway-1' });
    expect([headers.get('x-request-id'), body.data.note.title]).toEqual(['from.a:gateway-1', 'from.a:gateway-1']);
  });

  test.each(['two words', 'x'.repeat(129), '"quoted"'])('is made where what was sent is no id: %s', async (sent) => {
    const { headers, body } = await send('{ note(id: "which") { title } }', { 'x-request-id': sent });
    expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    expect(body.data.note.title).toBe(headers.get('x-request-id'));
  });
});

describe('the acting member', () => {
  test('comes from the development header; a malformed one is nobody', async () => {
    expect(await title('who', { 'x-wellspring-actor': 'm1' })).toBe('{"kind":"member","memberId":"m1"}');
    expect(await title('who', { 'x-wellspring-actor': 'staff:eva' })).toBe('{"kind":"staff","name":"eva"}');
    expect(await title('who', { 'x-wellspring-actor': 'staff:not a name' })).toBe('null');
    expect(await title('who')).toBe('null');
  });
});

test('a query from a form of another site is refused', async () => {
  const response = await fetch(
    `${unit.running.url}/graphql?query=${encodeURIComponent('{ note(id: "who") { title } }')}`,
  );
  expect(response.status).toBe(400);
});

test('/metrics tells what was measured, under the name of the unit', async () => {
  await send('{ note(id: "who") { title } }');
  const response = await fetch(`${unit.running.url}/metrics`);
  expect(response.headers.get('content-type')).toContain('text/plain');
  const text = await response.text();
  expect(text).toMatch(/^wellspring_requests_total\{outcome="ok",unit="notes"\} [1-9]/m);
  expect(text).toMatch(/^wellspring_requests_total\{outcome="errors",unit="notes"\} [1-9]/m);
  expect(text).toMatch(/^wellspring_request_seconds_count\{unit="notes"\} [1-9]/m);
});
