/**
 * Puts the messages of several consumers of one stream back into the stream's order: a message is let out once every source is known
 * to have nothing earlier. A source with one message tells so by itself; an idle one has to be asked ({@link OrderedMerge.lagging}).
 */
export class OrderedMerge<T> {
  /** Up to which sequence each source is known. */
  readonly #readUpTo: number[];
  readonly #waiting: { readonly sequence: number; readonly item: T }[] = [];
  #highest = 0;

  constructor(sources: number) {
    this.#readUpTo = Array.from({ length: sources }, () => 0);
  }

  /** The highest sequence of any source so far. */
  get highest(): number {
    return this.#highest;
  }

  /** Takes in a source's next message. */
  add(source: number, sequence: number, item: T): void {
    this.reached(source, sequence);
    this.#highest = Math.max(this.#highest, sequence);
    let at = this.#waiting.length;
    while (at > 0 && (this.#waiting[at - 1]?.sequence ?? 0) > sequence) at -= 1;
    this.#waiting.splice(at, 0, { sequence, item });
  }

  /** A source is known to have nothing more up to a sequence. */
  reached(source: number, sequence: number): void {
    this.#readUpTo[source] = Math.max(this.#readUpTo[source] ?? 0, sequence);
  }

  /** Lets out what can go, in order. */
  take(): T[] {
    const frontier = Math.min(...this.#readUpTo);
    const after = this.#waiting.findIndex(({ sequence }) => sequence > frontier);
    return this.#waiting.splice(0, after === -1 ? this.#waiting.length : after).map(({ item }) => item);
  }

  /** The sources that the first waiting message waits for. */
  lagging(): number[] {
    const first = this.#waiting[0];
    if (first === undefined) return [];
    return this.#readUpTo.flatMap((sequence, source) => (sequence < first.sequence ? [source] : []));
  }
}
