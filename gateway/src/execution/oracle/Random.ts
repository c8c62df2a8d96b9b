import { fnv1a, mulberry32 } from '@wellspring/kit/random';

/** Random numbers, the same for the same seed. */
export class Random {
  /** From 0 up to 1. */
  readonly next: () => number;

  constructor(seed: number) {
    this.next = mulberry32(seed);
  }

  /** Whether something happens that happens this often. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number from 0 up to a limit. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}

/** A number from 0 up to 1 that is the same for the same text. */
export const hashOf = (text: string): number => mulberry32(fnv1a(text))();
