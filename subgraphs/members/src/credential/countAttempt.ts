import { createHash } from 'node:crypto';
import { duplicateField, WellspringError } from '@wellspring/kit';
import type { MembersContext } from '../context.ts';

const WINDOW = 15 * 60_000; // ms
/** Tries to sign in within a window; after that even the right password has to wait for the next one. */
export const MOST_ATTEMPTS = 10;

type Context = Pick<MembersContext, 'records' | 'clock'>;

/**
 * Counts a try before it is made, so that many at once count as many, under each of the names; answers how to take it back.
 * Names are hashed: what somebody typed in may be anything.
 * @throws WellspringError SIGN_IN_THROTTLED
 */
export async function countAttempt(ctx: Context, names: readonly string[]): Promise<() => Promise<void>> {
  const now = ctx.clock.now().getTime();
  const window = Math.floor(now / WINDOW);
  const ends = new Date((window + 1) * WINDOW);
  const ids = names.map((name) => `${createHash('sha256').update(name).digest('base64url')}.${window}`);
  for (const id of ids) {
    if ((await increment(ctx, id, ends)) > MOST_ATTEMPTS) {
      const retryAfter = Math.ceil((ends.getTime() - now) / 1_000);
      throw new WellspringError('SIGN_IN_THROTTLED', `Too many tries to sign in: wait ${retryAfter} s.`, {
        details: { retryAfter },
      });
    }
  }
  return async () => {
    await ctx.records.Attempts.deleteMany({ _id: { $in: ids } });
  };
}

async function increment(ctx: Context, id: string, expiresAt: Date): Promise<number> {
  const update = { $inc: { count: 1 }, $setOnInsert: { expiresAt } };
  const options = { upsert: true, returnDocument: 'after', lean: true } as const;
  const once = async () => (await ctx.records.Attempts.findOneAndUpdate({ _id: id }, update, options))?.count ?? 1;
  try {
    return await once();
  } catch (error) {
    if (duplicateField(error) !== '_id') throw error;
    return once(); // two created it at once
  }
}
