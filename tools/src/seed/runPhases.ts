import type { PhaseReport, SeedPhase } from './SeedPhase.ts';

/** How a phase came out; the seconds count from its own beginning. */
export type PhaseOutcome =
  | { readonly name: string; readonly report: PhaseReport & { readonly seconds: number } }
  | { readonly name: string; readonly error: unknown };

/**
 * Runs phases side by side, each as soon as those have ended that it comes after. One that fails leaves the others alone, but for those
 * that come after it: they are not run. Phases that are not among these are not waited for.
 * @returns the outcomes in the order of the phases
 */
export async function runPhases(
  phases: readonly SeedPhase[],
  run: (phase: SeedPhase) => Promise<PhaseReport>,
): Promise<PhaseOutcome[]> {
  const outcomes = new Map<string, Promise<PhaseOutcome>>();
  for (const phase of phases) {
    const { name, after } = phase;
    const earlier = after.flatMap((each) => outcomes.get(each) ?? []);
    outcomes.set(
      name,
      Promise.all(earlier).then(async (before) => {
        const failed = before.find((outcome) => 'error' in outcome);
        if (failed !== undefined) return { name, error: new Error(`It comes after ${failed.name}, which failed.`) };
        const start = performance.now();
        try {
          const report = await run(phase);
          return { name, report: { ...report, seconds: (performance.now() - start) / 1_000 } };
        } catch (error) {
          return { name, error };
        }
      }),
    );
  }
  return Promise.all(outcomes.values());
}
