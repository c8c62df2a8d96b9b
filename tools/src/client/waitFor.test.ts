import { describe, expect, test } from '@jest/globals';
import { isOperationFailed, OperationFailed } from './OperationFailed.ts';
import { waitFor } from './waitFor.ts';

const away = new OperationFailed('UNREACHABLE', 'away', 'http://x');
const patience = {
  deadlineMs: 200,
  pauseMs: 1,
  isTransient: (error: unknown) => isOperationFailed(error, 'UNREACHABLE'),
};

describe('waitFor', () => {
  test('tries again after undefined and after errors that pass, until there is an answer', async () => {
    const answers = [() => undefined, () => Promise.reject(away), () => 'here'];
    expect(await waitFor(async () => answers.shift()?.(), patience)).toBe('here');
    expect(answers).toEqual([]);
  });

  test('throws any other error at once', async () => {
    let tries = 0;
    const attempt = async (): Promise<string> => {
      tries += 1;
      throw new OperationFailed('FORBIDDEN', 'no', 'http://x');
    };
    await expect(waitFor(attempt, patience)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(tries).toBe(1);
  });

  test('throws the last error when the deadline has passed, or what timedOut makes of it', async () => {
    const attempt = () => Promise.reject(away);
    await expect(waitFor(attempt, { ...patience, deadlineMs: 20 })).rejects.toBe(away);
    const timedOut = (error: unknown) => new Error(`gave up: ${(error as Error).message}`);
    await expect(waitFor(attempt, { ...patience, deadlineMs: 20, timedOut })).rejects.toThrow('gave up: away');
  });

  test('ends with the reason of its signal, also amid a pause', async () => {
    const controller = new AbortController();
    const waiting = waitFor(async () => undefined, {
      deadlineMs: 60_000,
      pauseMs: 60_000 - 1,
      signal: controller.signal,
    });
    controller.abort(new Error('interrupted'));
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError', cause: new Error('interrupted') });
  });
});
