import { expect, test } from '@jest/globals';
import { SharedOperations } from './SharedOperations.ts';

/** Executions that end when the test says so. */
function rig() {
  let clock = 0;
  const started: { signal: AbortSignal; answered: () => void; end: (result: string) => void }[] = [];
  const shared = new SharedOperations<string>(() => clock);
  const run = (key = 'a', signal = new AbortController().signal): Promise<string> =>
    shared.run(
      key,
      signal,
      (own, answered) => new Promise((end) => void started.push({ signal: own, answered, end })),
      () => 'left',
    );
  const pass = (ms: number): void => {
    clock += ms;
  };
  return { run, started, pass };
}

test('who comes before a subgraph answered shares the execution, who comes later has their own', async () => {
  const { run, started } = rig();
  const both = [run(), run()];
  const other = run('b');
  expect(started).toHaveLength(2);
  started[0]?.answered();
  const later = run();
  expect(started).toHaveLength(3);
  started[0]?.end('first');
  started[1]?.end('other');
  started[2]?.end('second');
  expect(await Promise.all([...both, other, later])).toEqual(['first', 'first', 'other', 'second']);
});

test('an end of an earlier execution closes no later one', async () => {
  const { run, started } = rig();
  const first = run();
  started[0]?.answered();
  const second = run();
  started[0]?.end('first');
  await first;
  const third = run();
  expect(started).toHaveLength(2);
  started[1]?.end('second');
  expect(await Promise.all([second, third])).toEqual(['second', 'second']);
});

test('nobody shares what began 100 ms ago: its time is up that much earlier', async () => {
  const { run, started, pass } = rig();
  void run();
  pass(100);
  void run();
  expect(started).toHaveLength(1);
  pass(1);
  void run();
  expect(started).toHaveLength(2);
});

test('who goes away takes nothing from those who stay; the last one ends it', async () => {
  const { run, started } = rig();
  const [first, second] = [new AbortController(), new AbortController()];
  const answers = [run('a', first.signal), run('a', second.signal)];
  first.abort('CANCELLED');
  expect(await answers[0]).toBe('left');
  expect(started[0]?.signal.aborted).toBe(false);
  second.abort('CANCELLED');
  expect(await answers[1]).toBe('left');
  expect(started[0]?.signal.reason).toBe('CANCELLED');
  void run();
  expect(started).toHaveLength(2);
});

test('when the time is up, what is there is the answer of all', async () => {
  const { run, started } = rig();
  const first = new AbortController();
  const answers = [run('a', first.signal), run()];
  first.abort('DEADLINE');
  expect(started[0]?.signal.reason).toBe('DEADLINE');
  started[0]?.end('a part');
  expect(await Promise.all(answers)).toEqual(['a part', 'a part']);
});

test('what began with no time left begins nothing that others would share', async () => {
  const { run, started } = rig();
  void run('a', AbortSignal.abort('DEADLINE'));
  void run();
  expect(started.map(({ signal }) => signal.aborted)).toEqual([true, false]);
});

test('a failure is the failure of all who waited, and of nobody later', async () => {
  const shared = new SharedOperations<string>();
  const { signal } = new AbortController();
  const failing = () =>
    shared.run(
      'a',
      signal,
      () => Promise.reject(new Error('no plan')),
      () => 'left',
    );
  const results = await Promise.allSettled([failing(), failing()]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(
    await shared.run(
      'a',
      signal,
      async () => 'well',
      () => 'left',
    ),
  ).toBe('well');
});
