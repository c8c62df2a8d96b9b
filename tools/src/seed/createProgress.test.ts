import { expect, test } from '@jest/globals';
import { createProgress } from './createProgress.ts';

function tell(isTTY: boolean): string {
  let text = '';
  const { onProgress, onWait } = createProgress({ isTTY, write: (chunk: string) => (text += chunk) });
  for (let done = 1; done <= 4; done += 1) {
    onProgress('members', done, 4);
    if (done < 3) onProgress('videos', done, 200);
    if (done === 2) onWait('orders', 'payments');
  }
  onProgress('orders', 0, 0);
  return text;
}

test('on a terminal, phases under way share a line that is redrawn, and what is done stands above it', () => {
  const frames = tell(true).split('\r\u001b[K');
  expect(frames).toContain('  members 50 %  videos 1 %');
  expect(frames).toContain('  members: 4 done\n');
  expect(frames).toContain('  orders: waiting for payments\n');
  expect(frames.at(-1)).toBe('  videos 1 %');
});

test('elsewhere, there is a line for each phase that is done, and for what is waited for', () => {
  expect(tell(false)).toBe('  orders: waiting for payments\n  members: 4 done\n  orders: 0 done\n');
});
