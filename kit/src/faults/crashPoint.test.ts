import { expect, test } from '@jest/globals';
import { crashPoint, isDueAt, readCrashPlan } from './crashPoint.ts';

test('a process whose environment asks for nothing passes all points', () => {
  expect(readCrashPlan({})).toBeUndefined();
  expect(readCrashPlan({ WELLSPRING_CRASH_AT: '' })).toBeUndefined();
  expect(isDueAt('before-save')).toBe(false);
  expect(crashPoint('before-save')).toBeUndefined();
});

test('a point, a passing and a signal', () => {
  expect(readCrashPlan({ WELLSPRING_CRASH_AT: 'before-ack' })).toEqual({
    point: 'before-ack',
    passing: 1,
    signal: 'SIGKILL',
  });
  expect(readCrashPlan({ WELLSPRING_CRASH_AT: 'after-puback:3', WELLSPRING_CRASH_SIGNAL: 'SIGSTOP' })).toEqual({
    point: 'after-puback',
    passing: 3,
    signal: 'SIGSTOP',
  });
});

test('in production nothing crashes on demand', () => {
  expect(readCrashPlan({ WELLSPRING_CRASH_AT: 'before-ack', NODE_ENV: 'production' })).toBeUndefined();
});

test.each(['somewhere', 'before-ack:0', 'before-ack:x', 'before-ack:1:2'])('%s is refused in words', (asked) => {
  expect(() => readCrashPlan({ WELLSPRING_CRASH_AT: asked })).toThrow(/expected <point> or <point>:<N> with one of/);
});

test('another signal is refused', () => {
  expect(() => readCrashPlan({ WELLSPRING_CRASH_AT: 'before-ack', WELLSPRING_CRASH_SIGNAL: 'SIGFUN' })).toThrow(
    /SIGKILL or SIGSTOP/,
  );
});
