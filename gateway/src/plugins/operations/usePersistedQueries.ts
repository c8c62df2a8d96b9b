import { createHash } from 'node:crypto';
import type { ApolloServerPlugin, GraphQLRequest } from '@apollo/server';
import type { GraphQLError } from 'graphql';
import type { SafelistMode } from '../../config/GatewayConfig.ts';
import { refusal } from '../../errors/refusal.ts';
import type { GatewayContext } from '../../GatewayContext.ts';
import type { PersistedQueryManifest } from './PersistedQueryManifest.ts';

export type PersistedQueriesOptions = {
  readonly mode: SafelistMode;
  /** Undefined where the mode is `off`. */
  readonly manifest: PersistedQueryManifest | undefined;
};

/** What costs nothing; it stands in for an operation that is refused before it would be executed. */
const NOTHING = '{ __typename }';

/**
 * Persisted queries in Apollo's protocol. One whose id the manifest has needs no text. With a safelist, what the manifest does
 * not have is logged (`log`) or refused (`enforce`). Automatic ones, which clients register as they go, are Apollo Server's;
 * their faults get a code here.
 */
export function usePersistedQueries({ mode, manifest }: PersistedQueriesOptions): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart({ request, contextValue: { log } }) {
      if (manifest === undefined && request.extensions?.persistedQuery === undefined) return;
      const refused = look(request, manifest, mode, (asked) => log.warn({ asked }, 'an operation that is not listed'));
      if (refused === undefined) return;
      request.query = NOTHING;
      delete request.operationName;
      withoutId(request);
      return {
        async didResolveOperation() {
          throw refused;
        },
      };
    },
  };
}

function look(
  request: GraphQLRequest,
  manifest: PersistedQueryManifest | undefined,
  mode: SafelistMode,
  tell: (asked: string) => void,
): GraphQLError | undefined {
  const { query } = request;
  const persisted: unknown = request.extensions?.persistedQuery;
  let id: string | undefined;
  if (persisted !== undefined) {
    const { version, sha256Hash } = (persisted ?? {}) as Readonly<Record<string, unknown>>;
    if (version !== 1 || typeof sha256Hash !== 'string' || sha256Hash.length > 128)
      return refusal(
        'PERSISTED_QUERY_INVALID',
        '`extensions.persistedQuery` must be {"version":1,"sha256Hash":"<the hash, or the id in the manifest>"}.',
      );
    id = sha256Hash;
  }
  const body = id === undefined ? undefined : manifest?.body(id);
  if (body !== undefined && (query === undefined || query === body)) {
    request.query = body;
    withoutId(request);
    return undefined;
  }
  if (id !== undefined && query !== undefined && id !== createHash('sha256').update(query).digest('hex'))
    return refusal('PERSISTED_QUERY_INVALID', '`sha256Hash` is not the SHA-256 of `query`.');
  if (manifest === undefined || (query !== undefined && manifest.lists(query))) return undefined;
  tell(request.operationName ?? id ?? (query ?? '').slice(0, 200));
  if (mode !== 'enforce') return undefined;
  const message = 'This gateway executes only operations that its clients were built with, and this is none of them.';
  return refusal('OPERATION_NOT_LISTED', message, {}, 403);
}

function withoutId(request: GraphQLRequest): void {
  const { persistedQuery: _persisted, ...extensions } = request.extensions ?? {};
  request.extensions = extensions;
}
