import { expect, test } from '@jest/globals';
import { findProblems, link } from '../testing/findProblems.ts';
import { providesIsPlain } from './providesIsPlain.ts';

const unit = (provides: string, returns = 'Member') => ({
  sdl: `${link}type Query { a: Int }
type Post { author: ${returns} @provides(fields: "${provides}") }
interface Author { displayName: String }
type Member implements Author @key(fields: "id") { id: ID! displayName: String @external avatar(size: Int): String @external }`,
});

test('@provides takes no arguments', () => {
  expect(findProblems(providesIsPlain, { posts: unit('avatar(size: 3)') })).toEqual([
    'PROVIDES_ARGUMENT subgraphs/posts/schema.graphql:3 Post.author: @provides("avatar"): Member.avatar takes arguments, which a copy cannot answer. Provide a field without arguments.',
  ]);
});

test('on an interface it needs an inline fragment', () => {
  expect(findProblems(providesIsPlain, { posts: unit('displayName', 'Author') })).toEqual([
    'PROVIDES_INTERFACE subgraphs/posts/schema.graphql:3 Post.author: @provides("displayName"): Author is abstract, and only the types behind it are copied. Write `@provides(fields: "... on Member { displayName }")`.',
  ]);
  expect(findProblems(providesIsPlain, { posts: unit('... on Member { displayName }', 'Author') })).toEqual([]);
});

test('plain fields are fine', () => {
  expect(findProblems(providesIsPlain, { posts: unit('displayName') })).toEqual([]);
});
