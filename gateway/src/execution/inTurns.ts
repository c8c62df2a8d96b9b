import { setImmediate as turn } from 'node:timers/promises';

/** How long work goes on before others have their turn; ms. */
const SLICE = 10;

/**
 * Does work that may be long, and lets others in between: they wait for one slice, not for all of it. What is done within a slice is done
 * at once, without a promise.
 * @param work yields where it may pause
 */
export function inTurns<T>(work: Generator<void, T>): T | Promise<T> {
  const step = slice(work);
  return step.done ? step.value : inMoreTurns(work);
}

async function inMoreTurns<T>(work: Generator<void, T>): Promise<T> {
  for (;;) {
    await turn();
    const step = slice(work);
    if (step.done) return step.value;
  }
}

function slice<T>(work: Generator<void, T>): IteratorResult<void, T> {
  const end = performance.now() + SLICE;
  for (;;) {
    const step = work.next();
    if (step.done || performance.now() >= end) return step;
  }
}
