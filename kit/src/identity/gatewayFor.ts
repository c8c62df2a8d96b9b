import { GatewayVerifier } from './GatewayVerifier.ts';
import type { Identification } from './identify.ts';
import type { KnownGateway } from './loadGateway.ts';

/** What tells a unit whether a request comes from the gateway; undefined where it does not know it and answers anybody. */
export function gatewayFor(
  unit: string,
  gateway: KnownGateway | undefined,
  now: () => Date,
): Identification['gateway'] {
  if (gateway === undefined || (gateway.keys.length === 0 && !gateway.required)) return undefined;
  return { verifier: new GatewayVerifier({ unit, keys: gateway.keys, now }), required: gateway.required };
}
