import type { PlannedMember } from './planMembers.ts';
import type { PlannedProduct } from './planProducts.ts';

import type { SeedTarget } from './SeedTarget.ts';

/** What phases share: where to load to, how much, and what earlier phases loaded. */
export interface SeedWorld {
  readonly target: SeedTarget;
  /** Another seed makes others up. */
  readonly seed: number;
  readonly orders: number;
  readonly products: readonly PlannedProduct[];
  readonly members: readonly PlannedMember[];
  /** Ids by sku, once the phase `products` has run. */
  readonly productIds: Map<string, string>;
  /** Ids by handle, once the phase `members` has run. */
  readonly memberIds: Map<string, string>;
  /** Ids by idempotency key, once the phase `orders` has run. */
  readonly orderIds: Map<string, string>;
  /** Ids by the key that `planVideos.ts` gives them, once the phase `videos` has run. */
  readonly videoIds: Map<string, string>;
  /** Handles of those who have a subscription, once the phase `subscriptions` has run. */
  readonly subscribers: Set<string>;
  /** Called after every item of the phase. */
  onDone(done: number, total: number): void;
  /** Called when the phase waits for what a unit does by itself: `their payments`. */
  onWait(what: string): void;
}

/** What the platform holds after a phase, as it answered itself, and how much more that is than before. */
export interface PhaseReport {
  readonly total: number;
  readonly created: number;
  /** Left out, because the platform refuses them now, or was not there yet when patience ended. */
  readonly skipped?: number;
}

/**
 * One kind of sample data. It is loaded through the units' own mutations, can be broken off and repeated, and leaves alone what is there.
 * Its plan is pure: the same seed gives the same data.
 */
export interface SeedPhase {
  /** What it loads, in the plural: `orders`. */
  readonly name: string;
  /** Units without which it is left out. */
  readonly needs: readonly string[];
  /** Phases that are to have ended before it begins, if they run at all: it uses what they loaded. Others run beside it. */
  readonly after: readonly string[];
  /** @throws OperationFailed with the unit's code when it refuses something; Error when less is there at the end than was loaded */
  run(world: SeedWorld): Promise<PhaseReport>;
}
