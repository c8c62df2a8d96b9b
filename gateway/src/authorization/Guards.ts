import {
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { isImplied, type Requirement } from './Requirement.ts';
import type { Requirements } from './readRequirements.ts';

/** Names of the object types that a value can be of, at one place of an operation. */
export type Possible = ReadonlySet<string>;

const NONE: readonly Requirement[] = [];

/** What each field of a schema requires, at each place where it can be asked for. */
export class Guards {
  readonly #schema: GraphQLSchema;
  readonly #requirements: Requirements;
  readonly #possible = new Map<string, Possible>();
  readonly #own = new Map<string, readonly Requirement[]>();
  /** One object for requirements that are the same. */
  readonly #known = new Map<string, Requirement>();

  /** @param schema as clients see it */
  constructor(schema: GraphQLSchema, requirements: Requirements) {
    this.#schema = schema;
    this.#requirements = new Map(
      [...requirements].map(([coordinate, found]) => [coordinate, found.map((one) => this.#one(one))]),
    );
  }

  /** The object types that a value of a type can be of. */
  possibleOf(type: GraphQLNamedType): Possible {
    let possible = this.#possible.get(type.name);
    if (possible === undefined) {
      possible = new Set(
        isAbstractType(type)
          ? this.#schema.getPossibleTypes(type).map(({ name }) => name)
          : isObjectType(type)
            ? [type.name]
            : [],
      );
      this.#possible.set(type.name, possible);
    }
    return possible;
  }

  /**
   * What a field requires where it is selected on a type, of objects of these types: all that any of them asks for, of itself, of the field
   * and of what the field returns. `__typename` requires nothing.
   */
  of(parent: GraphQLNamedType, field: string, possible: Possible): readonly Requirement[] {
    if (field.startsWith('__')) return NONE;
    const found = new Set<Requirement>();
    const add = (requirements: readonly Requirement[]): void => {
      for (const one of requirements) found.add(one);
    };
    for (const name of possible) {
      add(this.#of(name));
      add(this.#of(`${name}.${field}`));
      add(this.#ofReturned(this.#schema.getType(name), field));
    }
    // Of an object type it is all said: it is the only possible one.
    if (isInterfaceType(parent)) {
      add(this.#ownOf(parent.name));
      add(this.#ownOf(parent.name, field));
      add(this.#ofReturned(parent, field));
    }
    return found.size === 0 ? NONE : [...found];
  }

  #of(coordinate: string): readonly Requirement[] {
    return this.#requirements.get(coordinate) ?? NONE;
  }

  /** An object, scalar or enum requires what it says wherever it is returned; an abstract type leaves that to what is selected of it. */
  #ofReturned(parent: GraphQLNamedType | undefined, field: string): readonly Requirement[] {
    const definition = parent !== undefined && 'getFields' in parent ? parent.getFields()[field] : undefined;
    if (definition === undefined || !('args' in definition)) return NONE;
    const type = getNamedType(definition.type);
    return isInterfaceType(type) ? this.#ownOf(type.name) : this.#of(type.name);
  }

  /**
   * What an interface requires by itself. Composition (2.9.4 and later) puts there what all its implementing types require together,
   * which their own requirements see to; what goes beyond that was written on the interface, for earlier composition.
   */
  #ownOf(name: string, field?: string): readonly Requirement[] {
    const coordinate = field === undefined ? name : `${name}.${field}`;
    const stated = this.#of(coordinate);
    if (stated.length === 0) return NONE;
    let own = this.#own.get(coordinate);
    if (own === undefined) {
      const type = this.#schema.getType(name);
      const implied = [...(type === undefined ? [] : this.possibleOf(type))].flatMap((object) =>
        this.#of(field === undefined ? object : `${object}.${field}`),
      );
      own = stated.filter((one) => !isImplied(one, implied));
      this.#own.set(coordinate, own);
    }
    return own;
  }

  #one(requirement: Requirement): Requirement {
    const key = JSON.stringify(requirement);
    const known = this.#known.get(key) ?? requirement;
    this.#known.set(key, known);
    return known;
  }
}
