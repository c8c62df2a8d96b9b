import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { DEFAULT_AUDIENCE, DEFAULT_ISSUER, type TokenConfig } from '../identity/IdentityConfig.ts';
import { ALGORITHM } from '../identity/KeyCache.ts';
import { TOKEN_TYPE } from '../identity/TokenVerifier.ts';

/** What a token for a test says; what is not named is as members would write it. */
export interface TestToken {
  readonly sub?: string;
  readonly role?: string;
  readonly kid?: string;
  readonly typ?: string;
  readonly iss?: string;
  readonly aud?: string;
  /** The claim `scope`. */
  readonly scope?: string;
  /** The claim `policies`. */
  readonly policies?: readonly string[];
  /** From now, in seconds; 300 unless given. */
  readonly expiresIn?: number;
}

/** In place of members: publishes keys over HTTP, and signs. */
export interface TokenIssuer {
  readonly tokens: TokenConfig;
  /** What is published, in this order; tests change it. */
  published: JWK[];
  /** How often the keys were asked for. */
  readonly asked: () => number;
  /** Makes a key and publishes it; answers its id. The last one signs. */
  rotate(): Promise<string>;
  sign(token?: TestToken): Promise<string>;
  /** Ends it; `restart` brings it back on the same port. */
  stop(): Promise<void>;
  restart(): Promise<void>;
}

/** Starts an issuer with one key. */
export async function startTokenIssuer(): Promise<TokenIssuer> {
  const keys = new Map<string, CryptoKey>();
  let asked = 0;
  const serve = (): ReturnType<typeof createServer> =>
    createServer((_request, response) => {
      asked += 1;
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: issuer.published }));
    });
  let server = serve();
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const issuer: TokenIssuer = {
    tokens: { jwksUrl: `http://127.0.0.1:${port}/jwks.json`, issuer: DEFAULT_ISSUER, audience: DEFAULT_AUDIENCE },
    published: [],
    asked: () => asked,
    rotate: async () => {
      const { publicKey, privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
      const kid = `key-${keys.size + 1}`;
      keys.set(kid, privateKey);
      issuer.published.push({ ...(await exportJWK(publicKey)), kid, alg: ALGORITHM, use: 'sig' });
      return kid;
    },
    sign: async ({ sub = 'm1', role = 'member', typ = TOKEN_TYPE, expiresIn = 300, ...rest } = {}) => {
      const [last] = [...keys.keys()].slice(-1);
      const kid = rest.kid ?? last ?? '';
      const now = Math.floor(Date.now() / 1_000);
      return new SignJWT({ role, scope: rest.scope, policies: rest.policies })
        .setProtectedHeader({ alg: ALGORITHM, kid, typ })
        .setSubject(sub)
        .setIssuer(rest.iss ?? DEFAULT_ISSUER)
        .setAudience(rest.aud ?? DEFAULT_AUDIENCE)
        .setIssuedAt(now)
        .setExpirationTime(now + expiresIn)
        .sign(keys.get(kid) ?? (keys.get(last ?? '') as CryptoKey));
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    restart: async () => {
      server = serve();
      await listen(port);
    },
  };
  await issuer.rotate();
  return issuer;
}
