/** A source of numbers in [0, 1): the same seed gives the same numbers on every machine. */
export type Random = () => number;

/**
 * Tommy Ettinger's mulberry32, a 32-bit generator of the public domain
 * (https://gist.github.com/tommyettinger/46a874533244883189143505d203312c). Good enough to make sample data up, and
 * for nothing where somebody gains by guessing.
 */
export function mulberry32(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
