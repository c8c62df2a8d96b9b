/** What Jest counted. */
export interface JestCount {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Counts from the text of Jest's JSON report. A file that could not even be loaded has no tests, and is one failure; so is a
 * report that cannot be read, or one that says that the run failed without naming a test.
 */
export function readJestReport(text: string | undefined, ok: boolean): JestCount {
  const report = parse(text);
  if (report === undefined) return { passed: 0, failed: 1 };
  const passed = report.numPassedTests ?? 0;
  const failed = (report.numFailedTests ?? 0) + (report.numRuntimeErrorTestSuites ?? 0);
  return { passed, failed: failed === 0 && !ok ? 1 : failed };
}

interface JestReport {
  readonly numPassedTests?: number;
  readonly numFailedTests?: number;
  readonly numRuntimeErrorTestSuites?: number;
}

function parse(text: string | undefined): JestReport | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as JestReport);
  } catch {
    return undefined;
  }
}
