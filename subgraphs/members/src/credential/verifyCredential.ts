import { WellspringError } from '@wellspring/kit';
import type { MembersContext } from '../context.ts';
import { countAttempt } from './countAttempt.ts';
import { hashPassword, isOutdated, isPassword } from './password.ts';

const LONGEST = 1_000; // characters; a longer one is nobody's

/**
 * The id of the member with that e-mail address and password. The same steps are taken, and the same is answered, whether there is no
 * such address, a member without a password, or a wrong one.
 * @throws WellspringError INVALID_CREDENTIALS, SIGN_IN_THROTTLED
 */
export async function verifyMember(ctx: MembersContext, email: string, password: string): Promise<string> {
  const emailKey = email.slice(0, LONGEST).trim().normalize('NFC').toLowerCase();
  const member = await ctx.models.Member.findOne({ emailKey }).select('_id').lean();
  const id = member?._id ?? `nobody ${emailKey}`;
  // By address, and by account: whoever changes the address meanwhile is still one account.
  return verify(ctx, { model: 'Credential', id, password, names: [`email ${emailKey}`, `account ${id}`] });
}

/**
 * The name of the staff with that name and password.
 * @throws WellspringError INVALID_CREDENTIALS, SIGN_IN_THROTTLED
 */
export async function verifyStaff(ctx: MembersContext, name: string, password: string): Promise<string> {
  const id = name.slice(0, LONGEST).trim().toLowerCase();
  return verify(ctx, { model: 'StaffAccount', id, password, names: [`staff ${id}`] });
}

async function verify(
  ctx: MembersContext,
  wanted: { model: 'Credential' | 'StaffAccount'; id: string; password: string; names: readonly string[] },
): Promise<string> {
  const { model, id, names } = wanted;
  const forget = await countAttempt(ctx, names);
  const accounts = ctx.records[model];
  const account = await accounts.findById(id).lean();
  const password = wanted.password.slice(0, LONGEST);
  if (!(await isPassword(password, account?.hash)) || account === null)
    throw new WellspringError('INVALID_CREDENTIALS', 'There is no such account, or the password is another.');
  await forget();
  if (isOutdated(account.hash)) {
    const hash = await hashPassword(password);
    await accounts.updateOne({ _id: id, hash: account.hash }, { $set: { hash } });
  }
  return id;
}
