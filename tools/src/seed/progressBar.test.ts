import { describe, expect, test } from '@jest/globals';
import { progressBar } from './progressBar.ts';

function draw(isTTY: boolean): string {
  let text = '';
  const bar = progressBar({ isTTY, write: (chunk: string) => (text += chunk) }, 4);
  for (let done = 0; done <= 8; done += 1) bar('members', done, 8);
  bar('orders', 0, 0);
  return text;
}

describe('the progress bar', () => {
  test('is redrawn in place on a terminal and ends its line when the phase is done', () => {
    const frames = draw(true).split('\r');
    expect(frames).toContain('  members         ██░░  4 of 8');
    expect(frames).toContain('  members         ████  8 of 8\n');
    expect(frames.at(-1)).toBe('  orders          ████  0 of 0\n');
  });

  test('is a line at each quarter elsewhere', () => {
    expect(draw(false)).toBe(
      ['members: 0 %', 'members: 25 %', 'members: 50 %', 'members: 75 %', 'members: 100 %', 'orders: 100 %']
        .map((line) => `  ${line}\n`)
        .join(''),
    );
  });
});
