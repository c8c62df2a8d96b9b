import { describe, expect, test } from '@jest/globals';
import { inWords, Narrator } from './Narrator.ts';

function tell(colour: boolean): { narrator: Narrator; text: () => string } {
  let text = '';
  const narrator = new Narrator((chunk) => {
    text += chunk;
  }, colour);
  return { narrator, text: () => text };
}

describe('the narrator', () => {
  test('numbers its chapters and keeps count of the claims that are not true', () => {
    const { narrator, text } = tell(false);
    narrator.chapter('One', 'Once upon a time.');
    narrator.claim(true, 'The sun rose');
    narrator.chapter('Two');
    narrator.claim(false, 'The moon is cheese', 'rock');
    expect(text()).toBe(
      '\n1  One\n   Once upon a time.\n   ✓ The sun rose\n\n2  Two\n   ✗ The moon is cheese\n     but: rock\n',
    );
    expect(narrator.failures).toEqual(['The moon is cheese: got rock']);
  });

  test('uses colour only where it was asked to', () => {
    for (const colour of [true, false]) {
      const { narrator, text } = tell(colour);
      narrator.claim(true, 'So');
      expect(text().includes('\u001b[')).toBe(colour);
    }
  });

  test.each([
    [0.84, '0.8 ms'],
    [41.6, '42 ms'],
    [1_340, '1.3 s'],
  ])('says %d ms as %s', (ms, words) => {
    expect(inWords(ms)).toBe(words);
  });
});
