import { isGatewayKey } from './gatewayKeys.ts';

/** What a unit is told of the gateway. */
export interface KnownGateway {
  /** Its public keys as text; two while they are changed. */
  readonly keys: readonly string[];
  /** Whether a request that the gateway does not vouch for is refused. */
  readonly required: boolean;
}

/**
 * Reads `GATEWAY_PUBLIC_KEYS` and `REQUIRE_GATEWAY`. Pure.
 * @param fault is told of each fault
 */
export function loadGateway(
  env: Readonly<Record<string, string | undefined>>,
  fault: (message: string) => void,
): KnownGateway {
  const keys = (env.GATEWAY_PUBLIC_KEYS ?? '').split(',').flatMap((key) => key.trim() || []);
  for (const key of keys)
    if (!isGatewayKey(key))
      fault(`GATEWAY_PUBLIC_KEYS: expected keys of 43 letters, digits, - and _, with commas between; got "${key}"`);
  const choice = env.REQUIRE_GATEWAY || String(env.NODE_ENV === 'production');
  if (choice !== 'true' && choice !== 'false') fault(`REQUIRE_GATEWAY: expected true or false; got "${choice}"`);
  const required = choice === 'true';
  if (required && keys.length === 0) {
    fault(
      'GATEWAY_PUBLIC_KEYS: the gateway is required (the default where NODE_ENV is production): expected its public key, ' +
        'as npm run gateway-key prints it; it is not set (REQUIRE_GATEWAY=false: anybody may ask this unit directly)',
    );
  }
  return { keys, required };
}
