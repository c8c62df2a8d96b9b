import {
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  isEnumType,
  isObjectType,
  isScalarType,
  Kind,
  type ObjectTypeDefinitionNode,
  print,
  type TypeNode,
} from 'graphql';
import { WellspringError } from '../errors/WellspringError.ts';
import { attempt } from './attempt.ts';
import { type ContractProblem, type ContractProblemCode, formatContractProblem } from './ContractProblem.ts';
import { parseIfAny } from './parseIfAny.ts';
import { isPastTense } from './pastTense.ts';
import { keysOf, stringArgument, subgraphSchema } from './subgraphSchema.ts';

/** A field of an event, or of a value in it. */
export interface EventField {
  readonly name: string;
  /** As the file writes it: `[OrderedLine!]!`. */
  readonly type: string;
  readonly description?: string | undefined;
}

/** A business event: a past-tense fact of an entity, with the data it carries. */
export interface BusinessEvent {
  readonly name: string;
  /** The GraphQL type it is a fact of: `@event(of: "Order")`. */
  readonly entity: string;
  readonly description?: string | undefined;
  readonly fields: readonly EventField[];
  /** The types of `events.graphql` that the fields refer to, directly or not, by name. */
  readonly values: ReadonlyMap<string, EventValue>;
}

/** A value type of `events.graphql`: a type without `@event`. */
export interface EventValue {
  readonly name: string;
  readonly description?: string | undefined;
  readonly fields: readonly EventField[];
}

/** The events that are sound, and every fault of the others. */
export interface InspectedEvents {
  readonly events: readonly BusinessEvent[];
  readonly problems: readonly ContractProblem[];
}

/** Scalars that an event may carry whatever the schema declares. */
const builtIn: ReadonlySet<string> = new Set(['ID', 'Int', 'Float', 'Boolean', 'String', 'DateTime', 'Decimal']);

/**
 * Reads `events.graphql` against the unit's `schema.graphql`.
 * @throws WellspringError EVENT_INVALID with every fault (`details.problems`): see {@link inspectEvents}
 */
export function parseEvents(sdl: string, eventsText: string): readonly BusinessEvent[] {
  const { events, problems } = inspectEvents(sdl, eventsText);
  if (problems.length > 0) {
    throw new WellspringError('EVENT_INVALID', problems.map(formatContractProblem).join('\n'), {
      details: { problems },
    });
  }
  return events;
}

/**
 * Reads `events.graphql`: each `type X @event(of: "Entity")` is an event, each type without it a value that events carry.
 * Never throws: what cannot be read is a problem too.
 */
export function inspectEvents(sdl: string, eventsText: string): InspectedEvents {
  const problems: ContractProblem[] = [];
  const schema = attempt(() => subgraphSchema(sdl), 'SDL_UNREADABLE', 'schema.graphql', problems);
  const document = attempt(() => parseIfAny(eventsText), 'EVENTS_UNREADABLE', 'events.graphql', problems);
  if (schema === undefined || document === undefined) return { events: [], problems };
  return new EventInspector(schema, document, problems).inspect();
}

class EventInspector {
  readonly #schema: GraphQLSchema;
  readonly #types: ObjectTypeDefinitionNode[] = [];
  readonly #values = new Map<string, EventValue>();
  readonly #problems: ContractProblem[];

  constructor(schema: GraphQLSchema, document: DocumentNode, problems: ContractProblem[]) {
    this.#schema = schema;
    this.#problems = problems;
    const names = new Set<string>();
    for (const definition of document.definitions) {
      if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) {
        this.#report(
          'EVENT_KIND',
          definition,
          definition.kind,
          'Expected only object types; enums and scalars belong in schema.graphql.',
        );
        continue;
      }
      const { value: name } = definition.name;
      if (names.has(name))
        this.#report('EVENT_NAME_TAKEN', definition, name, `There are two types "${name}": rename one.`);
      names.add(name);
      this.#types.push(definition);
    }
  }

  inspect(): InspectedEvents {
    const isEvent = (type: ObjectTypeDefinitionNode) =>
      type.directives?.some(({ name }) => name.value === 'event') ?? false;
    const values = this.#types.filter((type) => !isEvent(type));
    for (const { name } of values) this.#values.set(name.value, { name: name.value, fields: [] });
    for (const type of values) {
      const name = type.name.value;
      this.#values.set(name, { name, description: type.description?.value, fields: this.#fieldsOf(type) });
    }
    const events = this.#types.filter(isEvent).map((type) => this.#eventOf(type));
    return { events: this.#problems.length > 0 ? [] : events, problems: this.#problems };
  }

  #report(
    code: ContractProblemCode,
    node: { readonly loc?: FieldDefinitionNode['loc'] },
    at: string,
    message: string,
  ): void {
    this.#problems.push({ code, file: 'events.graphql', line: node.loc?.startToken.line, at, message });
  }

  #eventOf(type: ObjectTypeDefinitionNode): BusinessEvent {
    const name = type.name.value;
    if (!isPastTense(name)) {
      this.#report(
        'EVENT_NOT_PAST_TENSE',
        type,
        name,
        `An event is a fact that happened: name it in the past tense, what happened after whom (OrderPlaced, MemberRelocated), not "${name}".`,
      );
    }
    const directive = type.directives?.find(({ name: { value } }) => value === 'event');
    const entity = directive === undefined ? undefined : stringArgument(directive, 'of');
    if (entity === undefined) {
      this.#report(
        'EVENT_NOT_OF_ENTITY',
        type,
        name,
        'Expected the entity it is a fact of: write `@event(of: "Entity")`.',
      );
    } else {
      const target = this.#schema.getType(entity);
      if (!isObjectType(target) || keysOf(target).length === 0) {
        const found = target === undefined ? 'schema.graphql has no such type' : `${entity} has no @key`;
        this.#report('EVENT_NOT_OF_ENTITY', type, name, `@event(of: "${entity}") must name an entity, but ${found}.`);
      }
    }
    const fields = this.#fieldsOf(type);
    return { name, entity: entity ?? '', description: type.description?.value, fields, values: this.#valuesOf(fields) };
  }

  #fieldsOf(type: ObjectTypeDefinitionNode): EventField[] {
    return (type.fields ?? []).map((field) => {
      const at = `${type.name.value}.${field.name.value}`;
      if ((field.arguments?.length ?? 0) > 0)
        this.#report('EVENT_FIELD_TYPE', field, at, 'A fact takes no arguments: remove them.');
      this.#assertCarried(field, at);
      return { name: field.name.value, type: print(field.type), description: field.description?.value };
    });
  }

  #assertCarried(field: FieldDefinitionNode, at: string): void {
    const name = namedTypeOf(field.type);
    if (builtIn.has(name) || this.#values.has(name)) return;
    const type = this.#schema.getType(name);
    if (isScalarType(type) || isEnumType(type)) return;
    const found =
      type === undefined
        ? `there is no type "${name}"`
        : `${name} is an object of schema.graphql, which changes with it`;
    this.#report(
      'EVENT_FIELD_TYPE',
      field,
      at,
      `An event carries scalars, enums of schema.graphql and types of events.graphql, but ${found}. Declare a type for it in events.graphql${isObjectType(type) && keysOf(type).length > 0 ? ', or carry its id' : ''}.`,
    );
  }

  #valuesOf(fields: readonly EventField[], found = new Map<string, EventValue>()): ReadonlyMap<string, EventValue> {
    for (const { type } of fields) {
      const value = this.#values.get(type.replace(/\W/g, ''));
      if (value === undefined || found.has(value.name)) continue;
      found.set(value.name, value);
      this.#valuesOf(value.fields, found);
    }
    return found;
  }
}

function namedTypeOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedTypeOf(type.type);
}
