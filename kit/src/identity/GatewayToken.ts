import type { Identity } from './Identity.ts';

/** The request header in which the gateway proves to a unit that a request comes from it. */
export const GATEWAY_HEADER = 'x-wellspring-gateway';

/** The token's `iss`. */
export const GATEWAY_ISSUER = 'wellspring:gateway';

/** The token header's `typ`: an access token is no such token, nor the other way round. */
export const GATEWAY_TOKEN_TYPE = 'gateway+jwt';

/** How long a token of the gateway lasts; s. */
export const GATEWAY_TOKEN_LIFETIME = 60;

/** Who acts, as the gateway found it: in the claims of its token. None of these where nobody is signed in, or the gateway cannot tell. */
export interface GatewayClaims {
  readonly sub?: string;
  readonly role?: 'member' | 'staff';
  readonly scope?: string;
  readonly policies?: readonly string[];
}

/** The claims of an identity. */
export function claimsOf({ actor, scopes, policies }: Identity): GatewayClaims {
  return {
    ...(actor?.kind === 'member' ? { sub: actor.memberId, role: 'member' } : {}),
    ...(actor?.kind === 'staff' ? { sub: actor.name, role: 'staff' } : {}),
    ...(scopes.size > 0 ? { scope: [...scopes].join(' ') } : {}),
    ...(policies.size > 0 ? { policies: [...policies] } : {}),
  };
}
