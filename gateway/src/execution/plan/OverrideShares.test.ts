import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { isMoved, OverrideShares } from './OverrideShares.ts';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@override"])`;

function sharesOf(...labels: readonly string[]): OverrideShares {
  const fields = labels.map((_, index) => `f${index}: Int`).join(' ');
  const moved = labels.map((label, index) => `f${index}: Int @override(from: "old", label: "${label}")`).join(' ');
  const { supergraphSdl, errors } = composeServices([
    {
      name: 'old',
      url: '',
      typeDefs: parse(`${LINK} type Query { a: A } type A @key(fields: "id") { id: ID! ${fields} }`),
    },
    { name: 'new', url: '', typeDefs: parse(`${LINK} type A @key(fields: "id") { id: ID! ${moved} }`) },
  ]);
  if (supergraphSdl === undefined) throw new AggregateError(errors ?? []);
  return new OverrideShares(Supergraph.build(supergraphSdl));
}

test('without shares every operation goes one way, and so with all and none', () => {
  expect(sharesOf('percent(100)', 'percent(0)', 'by-hand').all).toEqual([0]);
});

test('a field has moved for its share of operations', () => {
  const shares = sharesOf('percent(25)', 'percent(2.5)', 'percent(25)');
  expect(shares.all).toEqual([0, 2.5, 25]);
  const drawn = Array.from({ length: 1_000 }, (_, index) => shares.draw(() => index / 1_000));
  expect(drawn.filter((share) => isMoved('percent(25)', share))).toHaveLength(250);
  expect(drawn.filter((share) => isMoved('percent(2.5)', share))).toHaveLength(25);
  expect(drawn.filter((share) => isMoved('percent(100)', share))).toHaveLength(1_000);
  expect(drawn.filter((share) => isMoved('percent(0)', share))).toHaveLength(0);
  expect(drawn.filter((share) => isMoved('by-hand', share))).toHaveLength(0);
});
