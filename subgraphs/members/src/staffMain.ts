import { text } from 'node:stream/consumers';
import { InputCheck } from '@wellspring/kit';
import { isStaffName } from '@wellspring/kit/identity';
import mongoose from 'mongoose';
import { checkPassword } from './credential/checkPassword.ts';
import { hashPassword } from './credential/password.ts';
import { staffAccount } from './credential/records.ts';

const USAGE = `Gives somebody of the staff an account, or an account another password: the first one has nobody to ask.

  MONGODB_URI=… node subgraphs/members/src/staffMain.ts NAME < file-with-the-password
`;

/** The command. Answers the exit code. */
async function main([given, ...rest]: string[], uri: string | undefined): Promise<number> {
  if (given === undefined || rest.length > 0 || !uri) {
    process.stderr.write(USAGE);
    return 2;
  }
  const name = given.trim().toLowerCase();
  const password = (await text(process.stdin)).replace(/\r?\n$/, '');
  const check = new InputCheck();
  check.expect(isStaffName(name), 'name', 'Expected 1 to 64 letters, digits and . _ -');
  checkPassword(check, password);
  check.throwFaults();
  const connection = mongoose.createConnection(uri, { serverSelectionTimeoutMS: 5_000, autoIndex: false });
  try {
    const accounts = connection.model('StaffAccount', staffAccount.schema, 'record.StaffAccount');
    const account = { hash: await hashPassword(password), changedAt: new Date() };
    await accounts.updateOne({ _id: name }, { $set: account }, { upsert: true, writeConcern: { w: 'majority' } });
  } finally {
    await connection.close();
  }
  process.stdout.write(
    `${name} can sign in now: mutation { signInAsStaff(name: "${name}", password: …) { accessToken } }\n`,
  );
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2), process.env.MONGODB_URI);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
