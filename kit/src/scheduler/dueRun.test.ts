import { expect, test } from '@jest/globals';
import { dueRun } from './dueRun.ts';

const at = (ms: number): Date => new Date(1_700_000_000_000 + ms);

test('the first run is due at once', () => {
  expect(dueRun(null, 1_000, at(5))).toEqual(at(5));
});

test('the next one is due when its time has come, and not before', () => {
  expect(dueRun(at(0), 1_000, at(999))).toBeNull();
  expect(dueRun(at(0), 1_000, at(1_000))).toEqual(at(1_000));
});

test('of those that were missed the latest is due, on the grid of the last', () => {
  expect(dueRun(at(0), 1_000, at(7_300))).toEqual(at(7_000));
});

test('a clock that went back makes nothing due', () => {
  expect(dueRun(at(0), 1_000, at(-5_000))).toBeNull();
});
