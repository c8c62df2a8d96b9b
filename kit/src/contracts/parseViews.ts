import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { WellspringError } from '../errors/WellspringError.ts';
import { attempt } from './attempt.ts';
import { type ContractProblem, type ContractProblemCode, formatContractProblem } from './ContractProblem.ts';
import { parseIfAny } from './parseIfAny.ts';
import { directivesOf, keysOf, subgraphSchema } from './subgraphSchema.ts';

/** A field of a view, with what is selected below it. */
export interface ViewField {
  readonly name: string;
  /** As the SDL writes it: `String`, `[OrderLine!]`. */
  readonly type: string;
  readonly description?: string | undefined;
  /** Of an object: what is selected of it. Absent on scalars and enums. */
  readonly fields?: readonly ViewField[] | undefined;
}

/** A view: the fragment that an owner publishes of an entity. */
export interface ParsedView {
  readonly name: string;
  /** The GraphQL type it is a fragment on. */
  readonly entity: string;
  readonly key: 'id';
  readonly description?: string | undefined;
  /** What to ask of the owner's schema, on one line, the key first: `{ id displayName handle }`. */
  readonly selection: string;
  /** Its top-level fields without the key, in the order of the file. */
  readonly fields: readonly string[];
  /** The whole tree, the key first. */
  readonly shape: readonly ViewField[];
}

/** The views that are sound, and every fault of the others. */
export interface InspectedViews {
  readonly views: readonly ParsedView[];
  readonly problems: readonly ContractProblem[];
}

/**
 * Reads `views.graphql` against the unit's `schema.graphql`.
 * @throws WellspringError VIEW_INVALID with every fault (`details.problems`): see {@link inspectViews}
 */
export function parseViews(sdl: string, viewsText: string): readonly ParsedView[] {
  const { views, problems } = inspectViews(sdl, viewsText);
  if (problems.length > 0) {
    throw new WellspringError('VIEW_INVALID', problems.map(formatContractProblem).join('\n'), {
      details: { problems },
    });
  }
  return views;
}

/**
 * Reads `views.graphql` and judges each fragment by the view rules: a view is a pure function of its one document.
 * Never throws: what cannot be read is a problem too.
 */
export function inspectViews(sdl: string, viewsText: string): InspectedViews {
  const problems: ContractProblem[] = [];
  const schema = attempt(() => subgraphSchema(sdl), 'SDL_UNREADABLE', 'schema.graphql', problems);
  const document = attempt(() => parseIfAny(viewsText), 'VIEWS_UNREADABLE', 'views.graphql', problems);
  if (schema === undefined || document === undefined) return { views: [], problems };

  const views = new Map<string, ParsedView>();
  for (const definition of document.definitions) {
    const before = problems.length;
    const inspector = new ViewInspector(schema, problems);
    if (definition.kind !== Kind.FRAGMENT_DEFINITION) {
      const line = definition.loc?.startToken.line;
      const message = 'Expected only fragments: write `fragment NameOfView on Entity { … }` for each view.';
      problems.push({ code: 'VIEWS_UNREADABLE', file: 'views.graphql', line, at: definition.kind, message });
      continue;
    }
    const { value: name } = definition.name;
    if (views.has(name))
      inspector.report('VIEW_NAME_TAKEN', definition, name, `There are two views "${name}": rename one.`);
    const view = inspector.inspect(definition);
    if (view !== undefined && problems.length === before) views.set(name, view);
  }
  return { views: [...views.values()], problems };
}

class ViewInspector {
  readonly #schema: GraphQLSchema;
  readonly #problems: ContractProblem[];

  constructor(schema: GraphQLSchema, problems: ContractProblem[]) {
    this.#schema = schema;
    this.#problems = problems;
  }

  report(code: ContractProblemCode, node: { readonly loc?: FieldNode['loc'] }, at: string, message: string): void {
    this.#problems.push({ code, file: 'views.graphql', line: node.loc?.startToken.line, at, message });
  }

  inspect(fragment: FragmentDefinitionNode): ParsedView | undefined {
    const name = fragment.name.value;
    const typeName = fragment.typeCondition.name.value;
    const type = this.#schema.getType(typeName);
    if (!/^[A-Z][A-Za-z0-9]*$/.test(name)) {
      this.report(
        'VIEW_NAME_MALFORMED',
        fragment,
        name,
        `Expected a name in PascalCase (A-Z, a-z, 0-9), got "${name}".`,
      );
    }
    if (fragment.variableDefinitions !== undefined && fragment.variableDefinitions.length > 0) {
      this.report(
        'VIEW_ARGUMENT',
        fragment,
        name,
        'A view takes no variables: it is the same for everyone. Remove them.',
      );
    }
    this.#refuseDirectives(fragment, name, 'fragment');
    if (!isObjectType(type) || keysOf(type).length === 0) {
      const found = type === undefined ? 'the schema has no such type' : `${typeName} has no @key`;
      this.report(
        'VIEW_NOT_OF_ENTITY',
        fragment,
        name,
        `A view is a fragment on an entity, but ${found}. Write \`type ${typeName} @key(fields: "id")\` in schema.graphql or name another type.`,
      );
      return undefined;
    }
    if (!keysOf(type).includes('id')) {
      this.report(
        'VIEW_KEY_NOT_ID',
        fragment,
        name,
        `Copies are kept by the key "id", but ${typeName} has ${keysOf(type)
          .map((key) => `@key(fields: "${key}")`)
          .join(', ')}. Add \`@key(fields: "id")\` to it.`,
      );
    }
    const selected = this.#selectionOf(type, fragment.selectionSet, name, true);
    const key: ViewField = {
      name: 'id',
      type: String(type.getFields().id?.type ?? 'ID!'),
      description: type.getFields().id?.description ?? undefined,
    };
    const fields = selected.filter((field) => field.name !== 'id');
    if (fields.length === 0)
      this.report('VIEW_SELECTION', fragment, name, 'A view of the key alone copies nothing: select a field.');
    const shape = [key, ...fields];
    return {
      name,
      entity: typeName,
      key: 'id',
      description: fragment.description?.value,
      selection: printShape(shape),
      fields: fields.map((field) => field.name),
      shape,
    };
  }

  #selectionOf(type: GraphQLObjectType, set: SelectionSetNode, at: string, isRoot: boolean): ViewField[] {
    const fields = new Map<string, ViewField>();
    for (const selection of set.selections) {
      if (selection.kind !== Kind.FIELD) {
        this.report(
          'VIEW_SPREAD',
          selection,
          at,
          `A view writes its fields out: replace the fragment on ${type.name} by its fields.`,
        );
        continue;
      }
      const field = this.#fieldOf(type, selection, `${at}.${selection.name.value}`, isRoot);
      if (field !== undefined) fields.set(field.name, field);
    }
    return [...fields.values()];
  }

  #fieldOf(type: GraphQLObjectType, node: FieldNode, at: string, isRoot: boolean): ViewField | undefined {
    const name = node.name.value;
    const field = type.getFields()[name];
    if (field === undefined) {
      const known = Object.keys(type.getFields()).join(', ');
      this.report('VIEW_FIELD_UNKNOWN', node, at, `${type.name} has no field "${name}"; it has ${known}.`);
      return undefined;
    }
    if (node.alias !== undefined) {
      this.report(
        'VIEW_ALIAS',
        node,
        at,
        `A copy keeps the owner's names: write \`${name}\` without the alias "${node.alias.value}".`,
      );
    }
    if ((node.arguments?.length ?? 0) > 0 || field.args.length > 0) {
      this.report(
        'VIEW_ARGUMENT',
        node,
        at,
        `A copy cannot answer arguments, and ${type.name}.${name} takes ${field.args.map((arg) => arg.name).join(', ')}. Publish a field without arguments.`,
      );
    }
    this.#refuseDirectives(node, at, 'field');
    if (isRoot && directivesOf(field, 'external').length > 0) {
      this.report(
        'VIEW_COPY_OF_COPY',
        node,
        at,
        `${type.name}.${name} is @external: another unit owns it. No copy of a copy: consumers declare the owner's view.`,
      );
    }
    const fields = this.#below(type, node, field.type, at);
    return { name, type: String(field.type), description: field.description ?? undefined, fields };
  }

  #below(
    parent: GraphQLObjectType,
    node: FieldNode,
    fieldType: Parameters<typeof getNamedType>[0],
    at: string,
  ): ViewField[] | undefined {
    const type = getNamedType(fieldType) as GraphQLNamedType;
    const { selectionSet } = node;
    const what = `${parent.name}.${node.name.value}`;
    if (isLeafType(type)) {
      if (selectionSet !== undefined)
        this.report('VIEW_SELECTION', node, at, `${what} is the scalar ${type.name}: write it without { … }.`);
      return undefined;
    }
    if (isAbstractType(type)) {
      this.report(
        'VIEW_ABSTRACT',
        node,
        at,
        `${what} is the abstract type ${type.name}, which a copy does not keep. Publish a field of an object type.`,
      );
      return undefined;
    }
    if (!isObjectType(type)) return undefined;
    const keys = keysOf(type);
    if (selectionSet === undefined) {
      const write = keys[0] ?? Object.keys(type.getFields()).join(' ');
      this.report('VIEW_SELECTION', node, at, `${what} is an object: write \`${node.name.value} { ${write} }\`.`);
      return undefined;
    }
    const fields = this.#selectionOf(type, selectionSet, at, false);
    if (keys.length > 0) this.#refuseMoreThanKey(type, keys, fields, node, at);
    return fields;
  }

  /** Another entity's content lives in another document: only its key is in this one. */
  #refuseMoreThanKey(
    type: GraphQLObjectType,
    keys: readonly string[],
    fields: readonly ViewField[],
    node: FieldNode,
    at: string,
  ): void {
    const keyFields = new Set(keys.flatMap((key) => key.split(/[^\w]+/)));
    const more = fields.filter((field) => !keyFields.has(field.name)).map((field) => field.name);
    if (more.length === 0) return;
    this.report(
      'VIEW_COPY_OF_COPY',
      node,
      at,
      `${type.name} is an entity of its own, so a view holds its key only, not ${more.join(', ')}. Write \`${node.name.value} { ${keys[0]} }\`; consumers copy a view of ${type.name} beside it.`,
    );
  }

  #refuseDirectives(node: FieldNode | FragmentDefinitionNode, at: string, what: string): void {
    for (const directive of node.directives ?? []) {
      this.report(
        'VIEW_DIRECTIVE',
        directive,
        at,
        `A view is the same for everyone: remove @${directive.name.value} from the ${what}.`,
      );
    }
  }
}

/** `{ id total { amount currency } }` */
function printShape(fields: readonly ViewField[]): string {
  return `{ ${fields.map(({ name, fields: below }) => (below === undefined ? name : `${name} ${printShape(below)}`)).join(' ')} }`;
}
