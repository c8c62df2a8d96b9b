import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Freshness } from './Freshness.ts';

describe('Freshness', () => {
  test('keeps the oldest of each subgraph and view, whatever came in which order', () => {
    const view = fc.constantFrom('a.A', 'b.B');
    const asOf = fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date(1e12) })
      .map((date) => date.toISOString());
    const replica = fc.oneof(
      { weight: 9, arbitrary: fc.record({ view, asOf, lagMs: fc.nat() }) },
      { weight: 1, arbitrary: fc.record({ view, asOf: fc.constant(null), lagMs: fc.constant(null) }) },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('x', 'y'), fc.array(replica))), (answers) => {
        const freshness = new Freshness();
        for (const [subgraph, replicas] of answers) freshness.add(subgraph, replicas);
        const all = answers.flatMap(([subgraph, replicas]) => replicas.map((entry) => ({ subgraph, ...entry })));
        const entries = freshness.entries();

        expect(new Set(entries.map(({ subgraph, view }) => subgraph + view)).size).toBe(entries.length);
        for (const { subgraph, view, asOf } of all) {
          const kept = entries.find((entry) => entry.subgraph === subgraph && entry.view === view);
          if (asOf === null) expect(kept?.asOf).toBeNull();
          else if (kept?.asOf !== null) expect(Date.parse(kept?.asOf ?? '')).toBeLessThanOrEqual(Date.parse(asOf));
        }
        for (const entry of entries) expect(all).toContainEqual(entry);
      }),
    );
  });

  test.each([
    [undefined],
    [null],
    ['x'],
    [[null]],
    [[{ view: 'a.A', asOf: 'yesterday', lagMs: 1 }]],
    [[{ view: 'a.A' }]],
  ])('passes over what does not have the shape: %j', (replicas) => {
    const freshness = new Freshness();
    freshness.add('x', replicas);

    expect(freshness.entries()).toEqual([]);
  });
});
