import type { Schema } from '@apollo/federation-internals';
import type { FieldNode } from 'graphql';

/**
 * Keeps apart what clients and plans call fields. A plan adds fields to an object (keys, what others require) under their own names;
 * in `{ parcel { weight: size fee } }`, where `fee` requires `weight`, the client has given that name away. Such aliases go by
 * another name until the answer is written.
 */
export class ClientAliases {
  readonly #names: ReadonlySet<string>;
  readonly #suffix: string;

  /** @param schema the whole supergraph's: what is hidden from clients is in plans, too */
  constructor(schema: Schema) {
    const names = new Set<string>();
    for (const type of schema.types())
      if ('fields' in type) for (const { name } of type.fields() as Iterable<{ name: string }>) names.add(name);
    let suffix = '__alias';
    while ([...names].some((name) => name.endsWith(suffix))) suffix += '_';
    this.#names = names;
    this.#suffix = suffix;
  }

  /** The field under a key that no plan uses. */
  hide(field: FieldNode): FieldNode {
    const { alias, ...unnamed } = field;
    const { name } = unnamed;
    if (alias === undefined) return field;
    // Hive's planner loses selections between a field and the same under its own name as an alias.
    if (alias.value === name.value) return unnamed;
    if (!this.#names.has(alias.value) && !alias.value.endsWith(this.#suffix)) return field;
    return { ...field, alias: { ...alias, value: `${alias.value}${this.#suffix}` } };
  }

  /** A key as the client knows it. */
  show(key: string): string {
    return key.endsWith(this.#suffix) ? key.slice(0, -this.#suffix.length) : key;
  }

  /** A place as the client knows it. */
  showPath(path: readonly (string | number)[]): readonly (string | number)[] {
    return path.map((part) => (typeof part === 'string' ? this.show(part) : part));
  }
}
