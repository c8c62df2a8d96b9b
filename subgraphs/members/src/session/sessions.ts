import { createHash, randomBytes } from 'node:crypto';
import { newId, WellspringError } from '@wellspring/kit';
import type { MembersContext } from '../context.ts';
import type { SessionRecord, Subject } from './records.ts';

const DAY = 86_400_000; // ms
const IDLE = 30 * DAY; // a session that is not refreshed for so long is over
const LONGEST = 180 * DAY; // and after so long in any case

/** A refresh token as its holder gets it, and whose it is. */
export interface Issued extends Subject {
  readonly refreshToken: string;
  readonly expiresAt: Date;
}

/** A new session. In a transaction it is part of it. */
export async function openSession(ctx: MembersContext, { subject, role }: Subject): Promise<Issued> {
  const now = ctx.clock.now();
  const session: SessionRecord = {
    _id: newId(),
    subject,
    role,
    startedAt: now,
    expiresAt: new Date(now.getTime() + LONGEST),
    ended: null,
  };
  await ctx.records.Session.create(session);
  return issue(ctx, session, now);
}

/**
 * Uses up a refresh token and gives the next. One that comes a second time was stolen, or its successor was: nobody can tell by whom it
 * is used now, so the session ends for both.
 * @throws WellspringError SESSION_EXPIRED, SESSION_REUSED
 */
export async function continueSession(ctx: MembersContext, token: string): Promise<Issued> {
  const now = ctx.clock.now();
  const { RefreshToken, Session } = ctx.records;
  const outcome = await ctx.transaction(async () => {
    const known = await RefreshToken.findById(hashOf(token)).lean();
    const session = known === null ? null : await Session.findById(known.sessionId).lean();
    if (known === null || session === null) return 'SESSION_EXPIRED';
    if (session.ended === 'REUSED') return 'SESSION_REUSED';
    if (session.ended !== null || known.expiresAt <= now || session.expiresAt <= now) return 'SESSION_EXPIRED';
    const used = await RefreshToken.updateOne({ _id: known._id, usedAt: null }, { $set: { usedAt: now } });
    if (used.modifiedCount !== 1) {
      await Session.updateOne({ _id: session._id }, { $set: { ended: 'REUSED' } });
      return 'SESSION_REUSED';
    }
    if (!(await exists(ctx, session))) return 'SESSION_EXPIRED';
    return issue(ctx, session, now);
  });
  if (outcome === 'SESSION_REUSED') {
    ctx.log.warn('a refresh token was used twice: its session has ended');
    throw new WellspringError(
      'SESSION_REUSED',
      'The refresh token was used before: the session has ended. Sign in again.',
    );
  }
  if (outcome === 'SESSION_EXPIRED')
    throw new WellspringError('SESSION_EXPIRED', 'The session is over, or was never one of ours. Sign in again.');
  return outcome;
}

/** Ends the session of a refresh token, used or not. */
export async function endSession(ctx: MembersContext, token: string): Promise<void> {
  const known = await ctx.records.RefreshToken.findById(hashOf(token)).lean();
  if (known === null) return;
  await ctx.records.Session.updateOne({ _id: known.sessionId, ended: null }, { $set: { ended: 'SIGNED_OUT' } });
}

/** Removes all sessions of a member or of staff. */
export async function removeSessions(ctx: Pick<MembersContext, 'records'>, subject: string): Promise<void> {
  await ctx.records.RefreshToken.deleteMany({ subject });
  await ctx.records.Session.deleteMany({ subject });
}

async function issue(ctx: MembersContext, session: SessionRecord, now: Date): Promise<Issued> {
  const refreshToken = randomBytes(32).toString('base64url');
  const { _id: sessionId, subject, role } = session;
  const expiresAt = new Date(Math.min(now.getTime() + IDLE, session.expiresAt.getTime()));
  await ctx.records.RefreshToken.create({ _id: hashOf(refreshToken), sessionId, subject, usedAt: null, expiresAt });
  return { subject, role, refreshToken, expiresAt };
}

async function exists(ctx: MembersContext, { subject, role }: Subject): Promise<boolean> {
  const found =
    role === 'member'
      ? await ctx.models.Member.findById(subject).select('_id').lean()
      : await ctx.records.StaffAccount.findById(subject).select('_id').lean();
  return found !== null;
}

/** 256 random bits need no salt and no slow hash. */
const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
