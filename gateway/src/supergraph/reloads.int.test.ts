import { expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { eventually } from '../testing/eventually.ts';
import { startLibrary } from '../testing/startLibrary.ts';
import { composed, startTestGateway } from '../testing/startTestGateway.ts';

const RELOADS = 50;
const CLIENTS = 4;

test('fifty new supergraphs under load fail no request; what recent operations need is planned before each takes over', async () => {
  const library = await startLibrary();
  const { books, people } = library;
  const gateway = await startTestGateway([books, people]);
  const more = (index: number) => ({
    ...people,
    typeDefs: {
      ...people.typeDefs,
      definitions: [
        ...people.typeDefs.definitions,
        ...parse(`extend type Person { added${index}: String }`).definitions,
      ],
    },
  });
  try {
    let loading = true;
    const wrong: unknown[] = [];
    let answered = 0;
    const client = async (): Promise<void> => {
      while (loading) {
        const { status, data, errors } = await gateway.execute('{ books { title author { name age } } }');
        const authors = (data?.books as { author: unknown }[] | undefined)?.map(({ author }) => author);
        const right = [1, 2].map((id) => ({ name: `Person ${id}`, age: 40 }));
        if (status !== 200 || errors !== undefined || JSON.stringify(authors) !== JSON.stringify(right))
          wrong.push({ status, data, errors });
        answered += 1;
      }
    };
    const clients = Array.from({ length: CLIENTS }, client);
    const ids = new Set<unknown>();
    for (let reload = 0; reload < RELOADS; reload += 1) {
      await gateway.replaceSupergraph(composed([books, more(reload)]));
      await eventually(async () => {
        const { data } = await gateway.execute(`{ __type(name: "Person") { fields { name } } }`);
        return JSON.stringify(data).includes(`added${reload}"`) ? true : undefined;
      }, 30_000);
      ids.add(((await gateway.readiness(200)).supergraph as { id: string }).id);
    }
    loading = false;
    await Promise.all(clients);

    expect(wrong).toEqual([]);
    expect(ids.size).toBe(RELOADS);
    expect(answered).toBeGreaterThan(RELOADS);
    // Waited for by the first clients: no reload made anybody wait for a plan.
    const metrics = await (await gateway.get('/metrics')).text();
    const misses = Number(/plan_cache_total\{outcome="miss"\} (\d+)/.exec(metrics)?.[1]);
    expect(misses).toBeLessThanOrEqual(CLIENTS);
  } finally {
    await gateway.stop();
    await library.stop();
  }
}, 180_000);
