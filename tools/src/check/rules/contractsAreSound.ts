import type { Platform } from '../Platform.ts';
import type { Problem } from '../Problem.ts';

/** Views are pure functions of their one document, events are facts: the faults that reading them found. */
export function contractsAreSound({ units }: Platform): Problem[] {
  return units.flatMap(({ path, contractProblems }) =>
    contractProblems.map(({ file, ...problem }) => ({ ...problem, file: `${path}/${file}` })),
  );
}
