import { expect, jest, test } from '@jest/globals';
import type { ProcessExit } from '@wellspring/kit/embedded';
import { type RunningProcess, Supervised } from './Supervised.ts';

/** Processes that end when told to, and nothing else. */
function fakes() {
  const launched: { end: (exit?: ProcessExit) => void; ended: string[] }[] = [];
  const launch = async (): Promise<RunningProcess> => {
    let end = (_?: ProcessExit): void => {};
    const exited = new Promise<ProcessExit>((resolve) => {
      end = (exit = { code: 1, signal: null }) => resolve(exit);
    });
    const ended: string[] = [];
    launched.push({ end, ended });
    const finish = async (how: string): Promise<void> => {
      ended.push(how);
      end();
      await exited;
    };
    return { pid: launched.length, exited, stop: () => finish('SIGTERM'), kill: finish };
  };
  return { launched, launch };
}

const settle = () => jest.advanceTimersByTimeAsync(0);

test('what dies is started again, each time later, up to the limit', async () => {
  jest.useFakeTimers();
  try {
    const { launched, launch } = fakes();
    const lines: string[] = [];
    const unit = new Supervised('unit', launch, (line) => lines.push(line), {
      backoff: { first: 100, most: 350, healthyAfter: 60_000 },
    });
    await unit.start();
    for (const delay of [100, 200, 350, 350]) {
      const before = launched.length;
      launched.at(-1)?.end();
      await settle();
      expect(unit.state).toBe('waiting');
      await jest.advanceTimersByTimeAsync(delay - 1);
      expect(launched.length).toBe(before);
      await jest.advanceTimersByTimeAsync(1);
      expect(launched.length).toBe(before + 1);
      expect(unit.state).toBe('running');
    }
    expect(unit.restarts).toBe(4);
    expect(lines[0]).toBe('ended (exit code 1); starts again in 100 ms');
    await unit.stop();
  } finally {
    jest.useRealTimers();
  }
});

test('one that lived long starts again at once', async () => {
  jest.useFakeTimers();
  try {
    const { launched, launch } = fakes();
    const unit = new Supervised('unit', launch, () => {}, {
      backoff: { first: 100, most: 10_000, healthyAfter: 1_000 },
    });
    await unit.start();
    launched[0]?.end();
    await jest.advanceTimersByTimeAsync(100);
    await jest.advanceTimersByTimeAsync(1_000);
    launched[1]?.end();
    await jest.advanceTimersByTimeAsync(100);
    expect(launched.length).toBe(3);
    await unit.stop();
  } finally {
    jest.useRealTimers();
  }
});

test('a held one stays down, also when it was waiting to be started again', async () => {
  jest.useFakeTimers();
  try {
    const { launched, launch } = fakes();
    const unit = new Supervised('unit', launch, () => {});
    await unit.start();
    launched[0]?.end();
    await settle();
    await unit.hold('SIGKILL');
    await jest.advanceTimersByTimeAsync(60_000);
    expect(unit.state).toBe('held');
    expect(launched.length).toBe(1);
    await unit.release();
    expect(unit.state).toBe('running');
    await unit.stop();
    expect(launched[1]?.ended).toEqual(['SIGTERM']);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(unit.state).toBe('stopped');
    expect(launched.length).toBe(2);
  } finally {
    jest.useRealTimers();
  }
});

test('a restart that cannot be launched is tried again', async () => {
  jest.useFakeTimers();
  try {
    const { launched, launch } = fakes();
    let refuse = 0;
    const unit = new Supervised(
      'unit',
      () => (refuse-- > 0 ? Promise.reject(new Error('port taken')) : launch()),
      () => {},
    );
    await unit.start();
    refuse = 2;
    launched[0]?.end();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(launched.length).toBe(2);
    expect(unit.state).toBe('running');
    await unit.stop();
  } finally {
    jest.useRealTimers();
  }
});
