import { parseJson } from '../subgraphs/parseJson.ts';

/** The scopes of an access token that was verified: the claim `scope`, with spaces between (RFC 8693). */
export function scopesOf(verifiedToken: string | undefined): readonly string[] {
  const [, payload = ''] = verifiedToken?.split('.') ?? [];
  const claims = parseJson(Buffer.from(payload, 'base64url').toString()) as { readonly scope?: unknown } | undefined;
  return typeof claims?.scope === 'string' ? claims.scope.split(' ') : [];
}
