import { JetStreamApiError } from '@nats-io/jetstream';
import type { Bus } from '../bus/Bus.ts';
import { viewsStream } from '../bus/subjects.ts';
import { fromWholeMessage, toWholeMessage, type WholeMarker, wholeSubject } from '../bus/wholeMarker.ts';

const NO_MESSAGE_FOUND = 10_037;
const WRONG_LAST_SEQUENCE = 10_071;

/**
 * What the stream itself says of its views, so that a new replica needs no owner to know whether it has everything (PROTOCOL.md,
 * "Whole"). A marker is published only onto the very state of the stream that was looked at: a relay that was paused, or a stream that
 * was lost meanwhile, cannot get a wrong one.
 */
export class WholeMarkers {
  readonly #bus: Bus;
  readonly #views: readonly string[];
  /** The birthday of the stream whose markers all say that it is whole, as far as this process knows. */
  #whole: string | undefined;

  /** @param views names of the views, without the unit */
  constructor(bus: Bus, views: readonly string[]) {
    this.#bus = bus;
    this.#views = views;
  }

  /** Whether nothing is to be said of the stream with this birthday. */
  isSaid(created: string): boolean {
    return this.#whole === created;
  }

  /** The broker may have lost a marker: what was said is read again. */
  doubt(): void {
    this.#whole = undefined;
  }

  /**
   * Everything is published: says so of each view. Does nothing when the stream is another one by now, or is just being published to:
   * the next call does.
   * @param stillActive renews the relay's lease; false when another process took it
   * @throws the broker's or the database's error
   */
  async whole(created: string, stillActive: () => Promise<boolean>): Promise<void> {
    for (const view of this.#views) {
      const said = await this.#said(view);
      if (said?.whole === true && said.created === created) continue;
      if (!(await this.#say(view, { created, whole: true }, stillActive))) return;
    }
    this.#whole = created;
  }

  /** Everything will be published again: until then no view is whole. @throws the broker's error, also when the stream is in motion */
  async broken(created: string): Promise<void> {
    this.#whole = undefined;
    for (const view of this.#views) {
      if ((await this.#said(view))?.whole !== true) continue;
      if (!(await this.#say(view, { created, whole: false })))
        throw new Error(`${viewsStream(this.#bus.unit)} is being published to by somebody else, or was created again.`);
    }
  }

  /** @returns false when it could not be said of what the stream holds now */
  async #say(view: string, marker: WholeMarker, stillActive = async () => true): Promise<boolean> {
    const { unit, manager, client } = this.#bus;
    const info = await manager.streams.info(viewsStream(unit));
    // In this order: whoever takes over from here on says something first, and this is refused.
    if (String(info.created) !== marker.created || !(await stillActive())) return false;
    const { subject, payload, headers } = toWholeMessage(unit, view, marker);
    try {
      await client.publish(subject, payload, { headers, expect: { lastSequence: info.state.last_seq } });
      return true;
    } catch (error) {
      if (error instanceof JetStreamApiError && error.code === WRONG_LAST_SEQUENCE) return false;
      throw error;
    }
  }

  async #said(view: string): Promise<WholeMarker | null> {
    const { unit, manager } = this.#bus;
    try {
      const stored = await manager.streams.getMessage(viewsStream(unit), { last_by_subj: wholeSubject(unit, view) });
      return stored === null ? null : fromWholeMessage(stored, unit, view);
    } catch (error) {
      if (error instanceof JetStreamApiError && error.code === NO_MESSAGE_FOUND) return null;
      throw error;
    }
  }
}
