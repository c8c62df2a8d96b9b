import { createHash } from 'node:crypto';
import type { mongo } from 'mongoose';
import type { MongoUser } from './mongoUri.ts';

/**
 * Creates each user, or sets its password, with rights on its own database only: `readWrite` for data, `dbAdmin` for
 * indexes. Throws the driver's error when the connection may not.
 */
export async function provisionUsers(client: mongo.MongoClient, users: readonly MongoUser[]): Promise<void> {
  for (const { user, password, database } of users) {
    const roles = [
      { role: 'readWrite', db: database },
      { role: 'dbAdmin', db: database },
    ];
    const { users: known } = await client.db(database).command({ usersInfo: user });
    const command = known.length > 0 ? { updateUser: user } : { createUser: user };
    await client.db(database).command({ ...command, pwd: password, roles });
  }
}

/** What a data folder was prepared for, without its secrets: equal marks mean that nothing is to be done. */
export function provisionMark(users: readonly MongoUser[], port: number | undefined): string {
  return JSON.stringify({
    port,
    users: users.map(({ user, password, database }) => [user, database, hash(`${user}\0${password}`)]).sort(),
  });
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
