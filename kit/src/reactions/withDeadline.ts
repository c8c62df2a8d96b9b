import { WellspringError } from '../errors/WellspringError.ts';

/**
 * Gives work a deadline. Work that is late goes on unheard; what it still writes in its transaction is refused, since that is undone.
 * @param ms how long it may take
 * @throws WellspringError REACTION_TIMEOUT
 */
export async function withDeadline<T>(what: string, ms: number, work: () => Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new WellspringError('REACTION_TIMEOUT', `Expected ${what} to end within ${ms} ms; it goes on.`));
  }, ms);
  const working = work();
  working.catch(() => undefined); // once it is late nobody listens
  try {
    return await Promise.race([working, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
