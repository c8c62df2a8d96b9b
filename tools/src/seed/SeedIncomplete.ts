import { isOperationFailed } from '../client/OperationFailed.ts';
import type { SeedReport } from './seedPlatform.ts';

/** Some phases of the sample data failed; the others were loaded. Loading again loads what is missing. */
export class SeedIncomplete extends AggregateError {
  readonly report: SeedReport;

  constructor(failures: readonly { readonly name: string; readonly error: unknown }[], report: SeedReport) {
    const told = failures.map(({ name, error }) => `${name}: ${describe(error)}`);
    super(
      failures.map(({ error }) => error),
      told.join('\n'),
    );
    this.name = 'SeedIncomplete';
    this.report = report;
  }
}

const describe = (error: unknown): string =>
  `${isOperationFailed(error) ? `${error.code}: ` : ''}${(error as Error).message}`;
