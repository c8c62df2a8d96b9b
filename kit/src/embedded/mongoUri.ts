/** A user of one database; the password is the caller's to keep. */
export interface MongoUser {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

// Not `new URL`: a replica set's URI lists several hosts.
const URI = /^(mongodb(?:\+srv)?:\/\/)(?:([^@/]*)@)?([^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/;

/**
 * The URI of one database on the same servers: as `user` where one is given, else as whoever `base` names.
 * Throws a `TypeError` when `base` is no MongoDB URI.
 */
export function mongoUriFor(base: string, database: string, user?: MongoUser): string {
  const parts = URI.exec(base);
  if (parts === null)
    throw new TypeError('Expected a MongoDB URI (mongodb://… or mongodb+srv://…), got something else.');
  const [, scheme, credentials, hosts, path, query] = parts;
  const options = new URLSearchParams(query ?? '');
  if (user !== undefined) {
    options.set('authSource', user.database);
    return `${scheme}${encodeURIComponent(user.user)}:${encodeURIComponent(user.password)}@${hosts}/${database}?${options}`;
  }
  // Users live in the database that the URI names: a changed path must not change where they are looked up.
  if (credentials !== undefined && !options.has('authSource')) options.set('authSource', path || 'admin');
  const suffix = options.size > 0 ? `?${options}` : '';
  return `${scheme}${credentials === undefined ? '' : `${credentials}@`}${hosts}/${database}${suffix}`;
}
