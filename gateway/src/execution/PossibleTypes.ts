import { type GraphQLSchema, isAbstractType, isObjectType } from 'graphql';

/** Which object types a type stands for, looked up once a name. Of the supergraph: clients may not see all of them. */
export class PossibleTypes {
  readonly #schema: GraphQLSchema;
  readonly #known = new Map<string, ReadonlySet<string>>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** The names of object types; that of an interface too, since an interface object is known by it. */
  of(name: string): ReadonlySet<string> {
    let found = this.#known.get(name);
    if (found === undefined) {
      const type = this.#schema.getType(name);
      const objects = type !== undefined && isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [];
      const interfaces =
        isAbstractType(type) && 'getInterfaces' in type ? this.#schema.getImplementations(type).interfaces : [];
      found = new Set([
        name,
        ...objects.filter(isObjectType).map((object) => object.name),
        ...interfaces.map((i) => i.name),
      ]);
      this.#known.set(name, found);
    }
    return found;
  }

  /** The names that any of these stands for. */
  ofAny(names: readonly string[]): ReadonlySet<string> {
    return new Set(names.flatMap((name) => [...this.of(name)]));
  }
}
