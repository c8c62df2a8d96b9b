import { isHttpUrl, readTrustedIssuers, type TrustedIssuer } from './TrustedIssuer.ts';

/**
 * How a unit and the gateway know who acts: `token` by a verified access token; `development` by a token or by the header
 * `x-wellspring-actor`; `none`: nobody is signed in.
 */
export type IdentityMode = 'development' | 'token' | 'none';

/** What an access token is checked against. */
export interface TokenConfig {
  /** Where members publishes its keys. */
  readonly jwksUrl: string;
  /** The `iss` that is pinned. */
  readonly issuer: string;
  /** The `aud` that is pinned. */
  readonly audience: string;
}

/** What {@link loadIdentity} reads. */
export interface IdentityConfig {
  readonly identity: IdentityMode;
  /** Undefined without `JWKS_URL`: then no token can be verified, and one that comes is refused. */
  readonly tokens: TokenConfig | undefined;
  /** Whose tokens are believed besides those of members. */
  readonly issuers: readonly TrustedIssuer[];
}

/** `iss` unless `TOKEN_ISSUER` says otherwise. */
export const DEFAULT_ISSUER = 'wellspring:members';
/** `aud` unless `TOKEN_AUDIENCE` says otherwise. */
export const DEFAULT_AUDIENCE = 'wellspring';

const MODES: readonly IdentityMode[] = ['development', 'token', 'none'];

/**
 * Reads `IDENTITY`, `JWKS_URL`, `TOKEN_ISSUER`, `TOKEN_AUDIENCE`, `TOKEN_ISSUERS` and `ALLOW_DEVELOPMENT_IDENTITY`. Pure.
 * @param fault is told of each fault
 */
export function loadIdentity(
  env: Readonly<Record<string, string | undefined>>,
  fault: (message: string) => void,
): IdentityConfig {
  const text = env.IDENTITY || (env.NODE_ENV === 'production' ? 'token' : 'development');
  const identity = MODES.find((mode) => mode === text);
  if (identity === undefined) fault(`IDENTITY: expected one of ${MODES.join(', ')}; got "${text}"`);
  const allowed = env.ALLOW_DEVELOPMENT_IDENTITY || 'false';
  if (allowed !== 'true' && allowed !== 'false')
    fault(`ALLOW_DEVELOPMENT_IDENTITY: expected true or false; got "${allowed}"`);
  if (env.NODE_ENV === 'production' && identity === 'development' && allowed !== 'true') {
    fault(
      'IDENTITY=development lets any caller act as any member, and NODE_ENV is production: ' +
        'remove it, or set ALLOW_DEVELOPMENT_IDENTITY=true if this really is not open to others.',
    );
  }
  const jwksUrl = env.JWKS_URL || undefined;
  if (jwksUrl !== undefined && !isHttpUrl(jwksUrl))
    fault(`JWKS_URL: expected an http or https address; got "${jwksUrl}"`);
  const issuer = env.TOKEN_ISSUER || DEFAULT_ISSUER;
  const issuers = readTrustedIssuers(env.TOKEN_ISSUERS, jwksUrl === undefined ? '' : issuer, fault);
  if (identity === 'token' && jwksUrl === undefined && !env.TOKEN_ISSUERS) {
    fault(
      'JWKS_URL: IDENTITY is token (the default where NODE_ENV is production): expected the address of the keys, ' +
        'such as http://members:4001/.well-known/jwks.json; it is not set (IDENTITY=none: nobody is signed in)',
    );
  }
  return {
    identity: identity ?? 'none',
    tokens:
      jwksUrl === undefined
        ? undefined
        : {
            jwksUrl,
            issuer,
            audience: env.TOKEN_AUDIENCE || DEFAULT_AUDIENCE,
          },
    issuers,
  };
}
