import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foldText } from './foldText.ts';
import { wordFilter } from './wordFilter.ts';

/** What the database does with the filter. */
const finds = (text: string, searchText: string): boolean =>
  (wordFilter('searchText', text).$and ?? []).every(({ searchText: { $regex } }) =>
    new RegExp($regex).test(searchText),
  );

describe('searching', () => {
  test('asks for every word, whatever its capitals', () => {
    expect(wordFilter('searchText', '  Digital  PROGRAM ')).toEqual({
      $and: [{ searchText: { $regex: 'digital' } }, { searchText: { $regex: 'program' } }],
    });
  });

  test.each([undefined, null, '', '   '])('by %p asks for nothing', (text) =>
    expect(wordFilter('searchText', text)).toEqual({}),
  );

  test('takes every sign for itself, not for a pattern', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), (word) => {
        fc.pre(foldText(word).split(/\s+/).filter(Boolean).length <= 10 && [...word].length <= 200);
        expect(finds(word, `before ${foldText(word)} after`)).toBe(true);
      }),
    );
    expect(finds('.*', 'anything')).toBe(false);
    expect(finds('a|b', 'a')).toBe(false);
    expect(finds('^scte', 'scte 24')).toBe(false);
    expect(finds('c++', 'c++ for cable')).toBe(true);
  });

  test('refuses more than 10 words or 200 characters', () => {
    expect(() => wordFilter('searchText', 'a '.repeat(11))).toThrow('text: Expected at most 10 words, got 11.');
    expect(() => wordFilter('searchText', 'a'.repeat(201))).toThrow('text: Expected 0 to 200 characters, got 201.');
  });
});
