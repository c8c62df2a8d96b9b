import { WellspringError } from '@wellspring/kit';
import { DEFAULT_AUDIENCE, DEFAULT_ISSUER } from '@wellspring/kit/identity';

/** What members is told beside what every unit is. */
export interface MembersConfig {
  /** Private keys are encrypted with it in the database; undefined: they are not. */
  readonly keyEncryptionSecret: string | undefined;
  /** How long an access token lasts, in ms: for so long others go on when members is down. */
  readonly accessTokenLifetime: number;
  /** The `iss` and `aud` of tokens. */
  readonly issuer: string;
  readonly audience: string;
}

/**
 * Reads what members needs beside the kit's own. Pure.
 * @throws WellspringError CONFIG_INVALID with every fault at once
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): MembersConfig {
  const faults: string[] = [];
  const secret = env.KEY_ENCRYPTION_SECRET || undefined;
  if (secret !== undefined && secret.length < 32)
    faults.push(`KEY_ENCRYPTION_SECRET: expected at least 32 characters, got ${secret.length}`);
  const lifetime = env.ACCESS_TOKEN_LIFETIME || '900000'; // ms
  const accessTokenLifetime = Number(lifetime);
  if (!/^\d{1,9}$/.test(lifetime) || accessTokenLifetime < 1_000 || accessTokenLifetime > 86_400_000)
    faults.push(`ACCESS_TOKEN_LIFETIME: expected 1000 to 86400000 ms, got "${lifetime}"`);
  if (faults.length > 0) {
    const message = `The environment does not fit:\n- ${faults.join('\n- ')}`;
    throw new WellspringError('CONFIG_INVALID', message, { details: { faults } });
  }
  return Object.freeze({
    keyEncryptionSecret: secret,
    accessTokenLifetime,
    issuer: env.TOKEN_ISSUER || DEFAULT_ISSUER,
    audience: env.TOKEN_AUDIENCE || DEFAULT_AUDIENCE,
  });
}
