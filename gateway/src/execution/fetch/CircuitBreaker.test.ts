import { expect, test } from '@jest/globals';
import { type BreakerState, CircuitBreaker, type FetchOutcome } from './CircuitBreaker.ts';

function breaker() {
  const states: BreakerState[] = [];
  let now = 0;
  const made = new CircuitBreaker({ openFor: 1_000, onState: (state) => states.push(state), now: () => now });
  const fetches = (times: number, outcome: FetchOutcome) => {
    for (let time = 0; time < times; time += 1) {
      const ticket = made.admit();
      if (ticket !== undefined) made.record(ticket, outcome);
    }
  };
  const pass = (ms: number) => {
    now += ms;
  };
  return { made, states, fetches, pass };
}

test('opens at ten failures in a row, however much was answered before', () => {
  const { made, fetches } = breaker();
  fetches(100, 'answered');
  fetches(9, 'failed');
  fetches(1, 'answered');
  fetches(9, 'failed');
  expect(made.state).toBe('closed');
  fetches(1, 'failed');
  expect(made.state).toBe('open');
});

test('opens at ten failures that are half of all, and not before', () => {
  const { made, fetches } = breaker();
  fetches(9, 'failed');
  expect(made.state).toBe('closed');
  fetches(11, 'answered');
  fetches(1, 'failed');
  expect(made.state).toBe('closed');
  fetches(1, 'failed');
  expect(made.state).toBe('open');
  expect(made.admit()).toBeUndefined();
});

test('forgets what is long ago', () => {
  const { made, fetches, pass } = breaker();
  pass(20_000);
  fetches(9, 'failed');
  pass(10_001);
  fetches(1, 'answered');
  fetches(9, 'failed');
  expect(made.state).toBe('closed'); // 18 of 19, if the first were remembered
});

test('tries with one fetch, refuses the others meanwhile, and goes by what it finds', () => {
  const { made, fetches, pass, states } = breaker();
  fetches(10, 'failed');
  pass(999);
  expect(made.admit()).toBeUndefined();
  pass(1);
  const first = made.admit() as number;
  expect(made.admit()).toBeUndefined();
  made.record(first, 'failed');
  expect(made.admit()).toBeUndefined();
  pass(1_000);
  const second = made.admit() as number;
  made.record(second, 'unknown');
  const third = made.admit() as number; // at once: the second told nothing
  made.record(third, 'answered');
  expect(states).toEqual(['open', 'half-open', 'open', 'half-open', 'open', 'half-open', 'closed']);
  fetches(9, 'failed');
  expect(made.state).toBe('closed'); // counts from nothing
});

test('hears nothing from fetches that were sent before it opened', () => {
  const { made, fetches, pass } = breaker();
  const early = made.admit() as number;
  fetches(10, 'failed');
  made.record(early, 'answered');
  expect(made.state).toBe('open');
  pass(1_000);
  made.admit();
  made.record(early, 'answered');
  expect(made.state).toBe('half-open');
});
