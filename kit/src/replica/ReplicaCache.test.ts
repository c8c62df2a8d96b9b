import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type LoadTicket, ReplicaCache } from './ReplicaCache.ts';

const at = (rev: number, epoch = 1) => ({ epoch, rev });

/** One thing that happens in a process or in the world around it; `id` and `nth` pick what it happens to. */
type Step =
  | { do: 'write' | 'announce' | 'read'; id: string }
  | { do: 'query' | 'finish'; nth: number }
  | { do: 'doubt' | 'trust' };

const ids = ['a', 'b'];
const id = fc.constantFrom(...ids);
const nth = fc.nat(3);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant('write' as const), id }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('announce' as const), id }) },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('read' as const), id }) },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('query' as const), nth }) },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('finish' as const), nth }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('doubt' as const, 'trust' as const) }) },
  ),
  { maxLength: 40, size: 'max' },
);

/** A database, announcements and readers around a cache; each reader's answer is checked when it is given. */
class World {
  readonly cache = new ReplicaCache<number>();
  readonly written = new Map(ids.map((one) => [one, 0]));
  readonly announced = new Map(ids.map((one) => [one, 0]));
  readonly seen = new Map(ids.map((one) => [one, 0]));
  readonly reads: { ticket: LoadTicket; atLeast: number; value: number | undefined }[] = [];

  take(step: Step): void {
    if (step.do === 'doubt') this.cache.doubt();
    else if (step.do === 'trust') this.cache.trust();
    else if (step.do === 'write') this.written.set(step.id, (this.written.get(step.id) ?? 0) + 1);
    else if (step.do === 'announce') this.announce(step.id);
    else if (step.do === 'read') this.read(step.id);
    else if ('nth' in step) this.goOn(step);
  }

  announce(of: string): void {
    const rev = this.written.get(of) ?? 0;
    this.announced.set(of, rev);
    // While the process is in doubt it hears nothing.
    if (this.cache.trusted) this.cache.announced(of, at(rev));
  }

  read(of: string): void {
    const atLeast = Math.max(this.announced.get(of) ?? 0, this.seen.get(of) ?? 0);
    const cached = this.cache.get(of);
    if (cached === undefined) this.reads.push({ ticket: this.cache.begin(of), atLeast, value: undefined });
    else this.answer(of, cached ?? 0, atLeast);
  }

  goOn(step: { do: 'query' | 'finish'; nth: number }): void {
    const read = this.reads[step.nth % Math.max(1, this.reads.length)];
    if (read === undefined) return;
    const of = read.ticket.id;
    read.value ??= this.written.get(of) ?? 0;
    if (step.do === 'query') return;
    this.reads.splice(this.reads.indexOf(read), 1);
    this.cache.finish(read.ticket, { revision: at(read.value), value: read.value });
    this.answer(of, read.value, read.atLeast);
  }

  answer(of: string, value: number, atLeast: number): void {
    if (value < atLeast) throw new Error(`a reader of "${of}" got ${value}, and ${atLeast} was known before it began`);
    this.seen.set(of, Math.max(value, this.seen.get(of) ?? 0));
  }
}

describe('rule 3: the cache never goes backwards', () => {
  test('whatever the order of writes, announcements, reads and doubts, no reader gets less than was announced or seen before it began', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const world = new World();
        world.cache.trust();
        for (const step of all) world.take(step);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a read that began before an announcement is not kept', () => {
    const cache = trusted();
    const ticket = cache.begin('a');
    cache.announced('a', at(2));
    cache.finish(ticket, { revision: at(1), value: 'old' });
    expect(cache.get('a')).toBeUndefined();
  });

  test('a spoiled read that saw something newer drops what is kept', () => {
    const cache = trusted();
    const slow = cache.begin('a');
    cache.announced('a', at(1));
    cache.finish(cache.begin('a'), { revision: at(1), value: 'first' });
    cache.finish(slow, { revision: at(2), value: 'second' });
    expect(cache.get('a')).toBeUndefined();
  });

  test('of two reads at once the newer is kept, whichever ends last', () => {
    const cache = trusted();
    const [one, two] = [cache.begin('a'), cache.begin('a')];
    cache.finish(one, { revision: at(1, 2), value: 'new epoch' });
    cache.finish(two, { revision: at(9, 1), value: 'old epoch' });
    expect(cache.get('a')).toBe('new epoch');
  });

  test('an announcement of what is kept already leaves it', () => {
    const cache = trusted();
    cache.finish(cache.begin('a'), { revision: at(3), value: 'kept' });
    cache.announced('a', at(3));
    expect(cache.get('a')).toBe('kept');
  });
});

describe('doubt', () => {
  test('starts in doubt: nothing is kept before announcements are heard', () => {
    const cache = new ReplicaCache<string>();
    cache.finish(cache.begin('a'), { revision: at(1), value: 'x' });
    expect([cache.trusted, cache.get('a')]).toEqual([false, undefined]);
  });

  test('empties and bypasses; reads begun before it are never kept, not even when trust is back', () => {
    const cache = trusted();
    cache.finish(cache.begin('a'), { revision: at(1), value: 'x' });
    const ticket = cache.begin('b');
    cache.doubt();
    expect(cache.get('a')).toBeUndefined();
    cache.trust();
    cache.finish(ticket, { revision: at(1), value: 'y' });
    expect([cache.get('a'), cache.get('b')]).toEqual([undefined, undefined]);
  });
});

test('a tombstone is kept as null, which is not a miss; both are counted', () => {
  const cache = trusted();
  cache.get('a');
  cache.finish(cache.begin('a'), { revision: at(1), value: null });
  expect([cache.get('a'), cache.hits, cache.misses]).toEqual([null, 1, 1]);
});

function trusted(): ReplicaCache<string> {
  const cache = new ReplicaCache<string>();
  cache.trust();
  return cache;
}
