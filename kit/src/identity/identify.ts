import { WellspringError } from '../errors/WellspringError.ts';
import { ACTOR_HEADER, parseActor } from '../unit/Actor.ts';
import { GATEWAY_HEADER } from './GatewayToken.ts';
import type { GatewayVerifier } from './GatewayVerifier.ts';
import type { Identity } from './Identity.ts';
import type { IdentityMode } from './IdentityConfig.ts';
import type { TokenVerifier } from './TokenVerifier.ts';

/** What an identity is told by. */
export interface Identification {
  readonly mode: IdentityMode;
  /** Undefined: no token can be verified. */
  readonly verifier: Pick<TokenVerifier, 'verify'> | undefined;
  /** Of a unit that knows its gateway. */
  readonly gateway?:
    | {
        readonly verifier: Pick<GatewayVerifier, 'verify'>;
        /** Whether what does not come from the gateway is refused. */
        readonly required: boolean;
      }
    | undefined;
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Who acts, by the headers of a request; null when nobody is signed in. Whom the gateway vouches for comes first, then an access token,
 * then the development header. One that is
 * not accepted is an error, not nobody: the caller would think to act as someone and act as no one.
 * @throws WellspringError GATEWAY_TOKEN_REQUIRED, ACCESS_TOKEN_INVALID, ACCESS_TOKEN_EXPIRED, KEYS_UNAVAILABLE
 */
export async function identify(
  headers: Headers,
  { mode, verifier, gateway }: Identification,
): Promise<Identity | null> {
  const vouched = gateway === undefined ? null : await vouchedFor(headers, gateway);
  if (vouched !== null && mode !== 'none') return vouched;
  const { authorization } = headers;
  if (authorization !== undefined && authorization !== '') {
    const token = /^Bearer +([\w.~+/=-]+) *$/i.exec(String(authorization))?.[1];
    if (token === undefined)
      throw new WellspringError(
        'ACCESS_TOKEN_INVALID',
        'Expected "authorization: Bearer <access token>", got something else.',
      );
    if (verifier === undefined || mode === 'none')
      throw new WellspringError(
        'ACCESS_TOKEN_INVALID',
        'Access tokens are not accepted here: neither JWKS_URL nor TOKEN_ISSUERS is set, or IDENTITY is none.',
      );
    return verifier.verify(token);
  }
  const header = headers[ACTOR_HEADER];
  const actor = mode === 'development' ? parseActor(typeof header === 'string' ? header : undefined) : null;
  return actor === null ? null : { actor, scopes: new Set(), policies: new Set() };
}

/** Whom the gateway names; null: nobody, or it could not tell. */
async function vouchedFor(
  headers: Headers,
  { verifier, required }: NonNullable<Identification['gateway']>,
): Promise<Identity | null> {
  const token = headers[GATEWAY_HEADER];
  if (typeof token === 'string' && token !== '') return (await verifier.verify(token)).identity;
  if (!required) return null;
  throw new WellspringError(
    'GATEWAY_TOKEN_REQUIRED',
    'This unit answers the gateway alone: ask there (in development: REQUIRE_GATEWAY=false).',
  );
}
