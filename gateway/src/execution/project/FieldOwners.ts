import type { Supergraph } from '@apollo/federation-internals';

/** Says which subgraph a field's value came from. Only where a value is wrong is this asked for: subgraphs' schemas are made then. */
export class FieldOwners {
  readonly #supergraph: Supergraph;
  #schemas: readonly { readonly name: string; readonly has: (type: string, field: string) => boolean }[] | undefined;

  constructor(supergraph: Supergraph) {
    this.#supergraph = supergraph;
  }

  /** @returns the one of these that has the field; undefined where several do, or none */
  of(type: string, field: string, answered: ReadonlySet<string>): string | undefined {
    this.#schemas ??= [...this.#supergraph.subgraphs().values()].map(({ name, schema }) => ({
      name,
      has: (typeName, fieldName) => {
        const found = schema.type(typeName);
        return found !== undefined && 'field' in found && found.field(fieldName) !== undefined;
      },
    }));
    const [owner, ...others] = this.#schemas.filter(({ name, has }) => answered.has(name) && has(type, field));
    return others.length === 0 ? owner?.name : undefined;
  }
}
