import { DigestResponder, type DigestResponderOptions } from './DigestResponder.ts';
import { DriftWatch, type DriftWatchOptions } from './DriftWatch.ts';

/** Both sides of the comparison, as a unit has them: the owner's for its views, the consumer's for its replicas. */
export type DriftOptions = DigestResponderOptions & DriftWatchOptions;

/** Starts answering for the unit's own views, and watching its replicas. The bus must be connected, the database open. */
export function startDrift(options: DriftOptions): DriftWatch {
  new DigestResponder(options).start();
  const watch = new DriftWatch(options);
  watch.start();
  return watch;
}
