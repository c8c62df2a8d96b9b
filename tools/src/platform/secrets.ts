import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Passwords of the local servers' users, by purpose: `mongodb:orders`, `nats:operator`. */
export type Secrets = (purpose: string) => string;

/**
 * The random passwords of one data folder. Each is made when it is first asked for and kept with the data it opens, in a
 * file that only its owner can read.
 */
export function openSecrets(folder: string): Secrets {
  const file = join(folder, 'secrets.json');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const known = read(file);
  return (purpose) => {
    const password = known[purpose] ?? randomBytes(24).toString('base64url');
    if (known[purpose] === undefined) {
      known[purpose] = password;
      writeFileSync(file, `${JSON.stringify(known, null, 2)}\n`, { mode: 0o600 });
    }
    return password;
  };
}

function read(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
