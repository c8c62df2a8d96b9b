import { mongo } from 'mongoose';

const UNAUTHORIZED = 13;
const AUTHENTICATION_FAILED = 18;

/** What a unit waits for when its database could not be opened, in words for `/readyz` and the log. Holds no secret. */
export function whyNoDatabase(error: unknown): string {
  const code = error instanceof mongo.MongoError ? error.code : undefined;
  if (code === AUTHENTICATION_FAILED) return 'MongoDB, which refuses the user or password of MONGODB_URI';
  if (code === UNAUTHORIZED) return 'MongoDB, whose user of MONGODB_URI may not use this database';
  if (error instanceof mongo.MongoServerError) return `MongoDB, which answers: ${error.message}`;
  return 'MongoDB';
}
