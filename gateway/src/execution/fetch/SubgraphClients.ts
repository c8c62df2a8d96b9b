import { subgraphKey } from '../../config/GatewayConfig.ts';
import { buildSupergraph } from '../../supergraph/buildSupergraph.ts';
import { SubgraphClient, type SubgraphClientOptions } from './SubgraphClient.ts';

/** The subgraphs of one supergraph. */
export interface SubgraphClientSet {
  readonly byName: ReadonlyMap<string, SubgraphClient>;
  /** Closes those that no other supergraph uses. */
  readonly close: () => Promise<void>;
}

export interface SubgraphClientsOptions {
  /** Addresses in place of the supergraph's, by {@link subgraphKey}. */
  readonly subgraphUrls: ReadonlyMap<string, string>;
  readonly limitsOf: (name: string) => SubgraphClientOptions['limits'];
  readonly metrics: SubgraphClientOptions['metrics'];
}

/** Keeps the client of a subgraph from one supergraph to the next: its connections, and what is known of its health. */
export class SubgraphClients {
  readonly #options: SubgraphClientsOptions;
  readonly #used = new Map<string, { readonly client: SubgraphClient; users: number }>();

  constructor(options: SubgraphClientsOptions) {
    this.#options = options;
  }

  /** A client for each subgraph. */
  of(supergraphSdl: string): SubgraphClientSet {
    const { subgraphUrls, limitsOf, metrics } = this.#options;
    const byName = new Map<string, SubgraphClient>();
    const keys: string[] = [];
    for (const { name, url: routing } of buildSupergraph(supergraphSdl).subgraphsMetadata()) {
      const url = subgraphUrls.get(subgraphKey(name)) ?? routing;
      const key = `${name} ${url}`;
      let used = this.#used.get(key);
      if (used === undefined) {
        used = { client: new SubgraphClient({ name, url, limits: limitsOf(name), metrics }), users: 0 };
        this.#used.set(key, used);
      }
      used.users += 1;
      keys.push(key);
      byName.set(name, used.client);
    }
    return { byName, close: () => this.#close(keys.splice(0)) };
  }

  async #close(keys: readonly string[]): Promise<void> {
    const unused = keys.flatMap((key) => {
      const used = this.#used.get(key);
      if (used === undefined) return [];
      used.users -= 1;
      if (used.users > 0) return [];
      this.#used.delete(key);
      return [used.client];
    });
    await Promise.all(unused.map((client) => client.close()));
  }
}
