import { describe, expect, test } from '@jest/globals';
import { excerptOf } from './excerptOf.ts';

describe('how a text begins', () => {
  test('given a short text, is that text in one line', () => {
    expect(excerptOf(' First line\n\n  second\tline ')).toBe('First line second line');
    expect(excerptOf('x'.repeat(140))).toBe('x'.repeat(140));
  });

  test('given a long one, ends with a whole word', () => {
    const text = excerptOf('word '.repeat(40));
    expect(text).toBe(`${'word '.repeat(27)}word…`);
    expect([...text]).toHaveLength(140);
    expect(excerptOf(`${'word '.repeat(27)}longer than that`)).toBe(`${'word '.repeat(27).trimEnd()}…`);
  });

  test('given one long word, or characters of two units, is still at most 140 characters', () => {
    expect([...excerptOf('x'.repeat(500))]).toHaveLength(140);
    expect(excerptOf('🛠'.repeat(200))).toBe(`${'🛠'.repeat(139)}…`);
  });
});
