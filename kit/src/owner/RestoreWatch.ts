import { doorbellSubject } from '../bus/subjects.ts';
import { stateOf } from './bookkeeping.ts';
import { type Ahead, findAhead, isAhead, type RestoreTools, restoreOwner } from './restoreOwner.ts';

/** The first sequence that is not known to be of a time when database and stream agreed. */
export interface Doubt {
  readonly from: number;
}

const REQUEST = 'restore';
const RESULT = 'restored';

/**
 * Notices that the unit's database was set back to an earlier state, and makes it the truth again (PROTOCOL.md, "Epochs and
 * restores"): because the operator says so, or because something was published that is newer than its document.
 */
export class RestoreWatch {
  readonly #tools: RestoreTools;
  #suspects: Ahead[] = [];

  constructor(tools: RestoreTools) {
    this.#tools = tools;
  }

  /** Whether there is something to look at. */
  get suspicious(): boolean {
    return this.#suspects.length > 0;
  }

  /** The relay met a published revision that is newer than what it publishes: another relay's, or from before a restore. */
  suspect(ahead: Ahead): void {
    if (this.#suspects.length < 10) this.#suspects.push(ahead);
  }

  /**
   * Why the unit has to be restored, null when it has not.
   * @param doubt what was published since then is compared with the documents; undefined: nothing need be
   * @throws the broker's or the database's error
   */
  async reason(doubt: Doubt | undefined): Promise<string | null> {
    const asked = await stateOf(this.#tools.connection).findOne({ _id: REQUEST });
    if (asked !== null) return String(asked.reason);
    let ahead = doubt === undefined ? null : await findAhead(this.#tools, doubt.from);
    const suspects = this.#suspects;
    for (const suspect of suspects) if (ahead === null && (await isAhead(this.#tools, suspect))) ahead = suspect;
    this.#suspects = [];
    return ahead === null
      ? null
      : `${ahead.view} of "${ahead.id}" was published at (${ahead.epoch}, ${ahead.rev}), which its document has not reached`;
  }

  /**
   * Restores. Goes on after a crash: the request is kept until the end.
   * @param publishAgain begins the publication of every entity in the new epoch
   */
  async run(reason: string, publishAgain: () => Promise<void>): Promise<void> {
    const { connection, bus, log, clock } = this.#tools;
    const state = stateOf(connection);
    await state.updateOne({ _id: REQUEST }, { $set: { reason } }, { upsert: true });
    log.warn({ reason }, 'the database is older than what was published: it is taken for a restored backup');
    const result = await restoreOwner(this.#tools);
    bus.tell(doorbellSubject(bus.unit), JSON.stringify({ epoch: result.epoch }));
    await publishAgain();
    await state.updateOne({ _id: RESULT }, { $set: { ...result, reason, at: clock.now() } }, { upsert: true });
    await state.deleteOne({ _id: REQUEST });
  }
}
