import { expect, test } from '@jest/globals';
import { readJestReport } from './readJestReport.ts';

const report = (fields: object): string => JSON.stringify({ numPassedTests: 7, numFailedTests: 0, ...fields });

test('tests are counted', () => {
  expect(readJestReport(report({ numFailedTests: 2 }), false)).toEqual({ passed: 7, failed: 2 });
});

test('a file that cannot be loaded is a failure', () => {
  expect(readJestReport(report({ numRuntimeErrorTestSuites: 1 }), false)).toEqual({ passed: 7, failed: 1 });
});

test('a run that failed without a failed test is a failure', () => {
  expect(readJestReport(report({}), false)).toEqual({ passed: 7, failed: 1 });
});

test('no report, or a torn one, is a failure even when Jest says that all went well', () => {
  expect(readJestReport(undefined, true)).toEqual({ passed: 0, failed: 1 });
  expect(readJestReport('{"numPassed', true)).toEqual({ passed: 0, failed: 1 });
});
