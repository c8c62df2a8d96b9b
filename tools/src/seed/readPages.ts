import { persist } from './SeedTarget.ts';

interface Connection<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Reads a connection to its end. The query takes `$after` and selects `field { edges { node } pageInfo { hasNextPage endCursor } }`. */
export async function readPages<Node>(url: string, query: string, field: string, actor?: string): Promise<Node[]> {
  const nodes: Node[] = [];
  let after: string | null = null;
  for (;;) {
    const data: Record<string, Connection<Node> | undefined> = await persist(url, {
      query,
      variables: { after },
      ...(actor === undefined ? {} : { actor }),
    });
    const connection = data[field];
    if (connection === undefined) throw new Error(`Expected ${url} to answer the connection "${field}"; got nothing.`);
    nodes.push(...connection.edges.map(({ node }) => node));
    if (!connection.pageInfo.hasNextPage) return nodes;
    after = connection.pageInfo.endCursor;
  }
}
