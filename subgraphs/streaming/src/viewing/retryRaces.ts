import { duplicateField, isWellspringError } from '@wellspring/kit';

/** How often a change is decided again when another of the same member's devices changed the viewing meanwhile. */
const RACES = 5;

/** Runs `change`, which loads, decides and saves, again while it loses a race. */
export async function retryRaces<T>(change: () => Promise<T>): Promise<T> {
  for (let race = 1; ; race += 1) {
    try {
      return await change();
    } catch (error) {
      const lost = isWellspringError(error, 'CONFLICT') || duplicateField(error) === '_id';
      if (!lost || race === RACES) throw error;
    }
  }
}
