import { duplicateField, InputCheck, newId, requireStaff, WellspringError } from '@wellspring/kit';
import { isStaffName } from '@wellspring/kit/identity';
import type { MembersContext } from '../context.ts';
import { checkPassword } from '../credential/checkPassword.ts';
import { hashPassword } from '../credential/password.ts';
import { verifyMember, verifyStaff } from '../credential/verifyCredential.ts';
import type { MutationResolvers, ResolversTypes } from '../generated/resolvers.ts';
import type { KeyRing } from '../keys/KeyRing.ts';
import { decideJoin } from '../member/decideJoin.ts';
import { saveMember } from '../member/saveMember.ts';
import { continueSession, endSession, type Issued, openSession, removeSessions } from './sessions.ts';

/** How somebody signs up, in and out. */
export function createSessionMutations(keys: KeyRing): MutationResolvers {
  const answer = async (ctx: MembersContext, issued: Issued): Promise<Awaited<ResolversTypes['Session']>> => {
    const { subject, role, refreshToken, expiresAt } = issued;
    const access = await keys.sign(ctx, issued);
    return {
      accessToken: access.token,
      accessTokenExpiresAt: access.expiresAt,
      refreshToken,
      refreshTokenExpiresAt: expiresAt,
      member: role === 'member' ? await ctx.entities.Member.load(subject) : null,
      staff: role === 'staff' ? subject : null,
    };
  };
  return {
    async signUp(_root, { input: { password, ...profile } }, ctx) {
      const check = new InputCheck();
      checkPassword(check, password);
      const now = ctx.clock.now();
      const { document, event } = decideJoin(profile, { id: newId(), now, check });
      const hash = await hashPassword(password);
      const issued = await ctx.transaction(async () => {
        const member = new ctx.models.Member(document);
        member.record('MemberJoined', event);
        await saveMember(member);
        await ctx.records.Credential.create({ _id: document._id, hash, changedAt: now });
        return openSession(ctx, { subject: document._id, role: 'member' });
      });
      return answer(ctx, issued);
    },

    async signIn(_root, { email, password }, ctx) {
      const subject = await verifyMember(ctx, email, password);
      return answer(ctx, await openSession(ctx, { subject, role: 'member' }));
    },

    async signInAsStaff(_root, { name, password }, ctx) {
      const subject = await verifyStaff(ctx, name, password);
      return answer(ctx, await openSession(ctx, { subject, role: 'staff' }));
    },

    refreshSession: async (_root, { refreshToken }, ctx) => answer(ctx, await continueSession(ctx, refreshToken)),

    async signOut(_root, { refreshToken }, ctx) {
      await endSession(ctx, refreshToken);
      return true;
    },

    async addStaff(_root, { name, password }, ctx) {
      requireStaff(ctx);
      const check = new InputCheck();
      const id = name.trim().toLowerCase();
      check.expect(isStaffName(id), 'name', 'Expected 1 to 64 letters, digits and . _ -');
      checkPassword(check, password);
      check.throwFaults();
      const account = { _id: id, hash: await hashPassword(password), changedAt: ctx.clock.now() };
      try {
        await ctx.records.StaffAccount.create(account);
      } catch (error) {
        if (duplicateField(error) !== '_id') throw error;
        throw new WellspringError('STAFF_NAME_TAKEN', `There is an account of staff "${id}".`, { cause: error });
      }
      return id;
    },

    async removeStaff(_root, { name }, ctx) {
      requireStaff(ctx);
      const id = name.trim().toLowerCase();
      await ctx.transaction(async () => {
        await ctx.records.StaffAccount.deleteOne({ _id: id });
        await removeSessions(ctx, id);
      });
      return id;
    },
  };
}
