import type { IdentityMode, TokenConfig, TrustedIssuer } from '@wellspring/kit/identity';
import type { TelemetryConfig } from '@wellspring/kit/telemetry';
import type { AuthorizationMode } from '../authorization/Authorization.ts';
import type { FetchLimits } from '../execution/fetch/FetchLimits.ts';
import type { RateLimit } from '../plugins/useRateLimit.ts';
import type { GatewayLimits } from './GatewayLimits.ts';

/** A graph in Apollo Studio. */
export type ApolloGraph = {
  readonly key: string;
  /** `graph@variant`. */
  readonly graphRef: string;
};

/** Everything the gateway can be told. {@link loadConfig} makes one from environment variables. */
export type GatewayConfig = {
  readonly host: string;
  /** 0 takes a free one; see `gateway.url`. */
  readonly port: number;
  /** The composed graph; watched, and waited for when it is not there yet. Not read where `uplink` is there. */
  readonly supergraphFile: string;
  /** Apollo Uplink in place of the file. */
  readonly uplink: (ApolloGraph & { readonly endpoints: readonly string[] }) | undefined;
  /** Where usage is reported to; undefined: nowhere. */
  readonly usageReporting: (ApolloGraph & { readonly endpoint: string | undefined }) | undefined;
  /** Addresses that stand in for the routing URLs of the supergraph, by {@link subgraphKey} of the subgraph's name. */
  readonly subgraphUrls: ReadonlyMap<string, string>;
  /** Of every subgraph. */
  readonly fetchLimits: FetchLimits;
  /** Where one differs, by {@link subgraphKey} of its name. */
  readonly fetchLimitsOf: ReadonlyMap<string, Partial<FetchLimits>>;
  /** Limit for one operation, after which it is answered with what is there; ms. */
  readonly operationTimeout: number;
  /** `compiled` is the gateway's own; `stock` is that of @apollo/gateway, slower, to compare with. */
  readonly executor: 'compiled' | 'stock';
  /** Who plans for the compiled executor. Where Hive's planner has no addon for the machine, Apollo's does. */
  readonly planner: 'hive' | 'apollo';
  /** Limit for planning one operation; ms. */
  readonly planningTimeout: number;
  /** Whether fetches that are the same, for the same actor and at the same time, are sent once. */
  readonly shareFetches: boolean;
  /** How the gateway knows who acts. `development` also believes the header `x-wellspring-actor`; the others refuse it. */
  readonly identity: IdentityMode;
  /** What access tokens are checked against; undefined: none is accepted. */
  readonly tokens: TokenConfig | undefined;
  /** Whose tokens are accepted besides. */
  readonly issuers: readonly TrustedIssuer[];
  /** Signs what proves to subgraphs that a request comes from here; undefined: nothing does. */
  readonly privateKey: string | undefined;
  /** A folder in which the public keys of issuers are kept over a restart; undefined: they are not. */
  readonly keysFolder: string | undefined;
  /** What becomes of operations that ask for guarded fields that somebody may not see. */
  readonly authorization: AuthorizationMode;
  /** Introspection, Apollo Sandbox on `/`, GraphiQL on `/graphiql`, and CORS for Studio's Explorer. */
  readonly exploration: boolean;
  /** Origins whose pages may call the gateway, besides the Explorer's. */
  readonly corsOrigins: readonly string[];
  /** Where GraphiQL finds its example operations (`*.graphql`); a folder that does not exist gives none. */
  readonly operationsFolder: string;
  /** How long the gateway still answers after `/readyz` says 503, so that whoever balances load has seen it; ms. */
  readonly drainDelay: number;
  /** How long operations under way may take to end once the gateway stops; ms. */
  readonly drainTimeout: number;
  /** How much one request may ask for. */
  readonly limits: GatewayLimits;
  /** How often one client may ask. */
  readonly rateLimit: RateLimit;
  /** Addresses of proxies whose `x-forwarded-for` is believed. */
  readonly trustedProxies: readonly string[];
  /** Answers are compressed from this size on; bytes. 0: never. */
  readonly compressFrom: number;
  /** Whether clients may register operations by their hash as they go. */
  readonly automaticPersistedQueries: boolean;
  /** What becomes of operations that {@link manifestFile} does not list. */
  readonly safelist: SafelistMode;
  readonly manifestFile: string;
  /** The scope of an access token that allows introspection where {@link exploration} is off. */
  readonly introspectionScope: string;
  /** Processes that share the port; 1: this one alone. */
  readonly workers: number;
  readonly logLevel: string;
  /** Where spans go; undefined: there are none. */
  readonly telemetry: TelemetryConfig | undefined;
};

/** `log` writes down what is not listed, `enforce` refuses it. */
export type SafelistMode = 'off' | 'log' | 'enforce';

/** `SUBGRAPH_URL_<this>` names the address of a subgraph: capital letters, and `_` for whatever a variable's name cannot hold. */
export function subgraphKey(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
}
