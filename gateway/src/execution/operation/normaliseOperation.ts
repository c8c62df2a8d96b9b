import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type NameNode,
  type OperationDefinitionNode,
  parseType,
  print,
  TypeInfo,
  type ValueNode,
  type VariableDefinitionNode,
  type VariableNode,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { ClientAliases } from './ClientAliases.ts';
import { usedFragments } from './usedFragments.ts';

/** An operation as plans are kept for it: clients that write a value in the text and clients that send a variable share a plan. */
export interface NormalisedOperation {
  /** The operation with the fragments that it uses; literal arguments have become variables, aliases are {@link ClientAliases hidden}. */
  readonly text: string;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Values of the variables that literals became. */
  readonly literals: Readonly<Record<string, unknown>>;
  /** Variables that have another name here, as a plan uses their own; each with its own. */
  readonly renamed: readonly (readonly [name: string, own: string])[];
  /** Variables that `@skip` and `@include` use. */
  readonly conditions: readonly string[];
}

const PREFIX = '_literal_';
/** Plans take the entities that are asked for by variables of such names. */
const TAKEN = /^representations$|^__batch/;

/** Prepares a validated operation for planning. */
export function normaliseOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  aliases: ClientAliases,
): NormalisedOperation {
  const all = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  const used = usedFragments(operation, all);
  const declared = new Set(operation.variableDefinitions?.map(({ variable }) => variable.name.value));
  const free = (wanted: string): string => (declared.has(wanted) ? free(`${wanted}_`) : wanted);
  const renamed = new Map([...declared].filter((name) => TAKEN.test(name)).map((name) => [name, free(`_${name}`)]));
  const literals: Record<string, unknown> = {};
  const names = new Map<string, string>();
  const added: VariableDefinitionNode[] = [];
  const conditions = new Set<string>();
  const typeInfo = new TypeInfo(schema);
  const whole: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...used] };
  let inDirective = 0;
  let inIntrospection = 0;
  const changed = visit(
    whole,
    visitWithTypeInfo(typeInfo, {
      VariableDefinition: () => false,
      // Those in directives are gone before there is a plan.
      Variable: (node) => (inDirective > 0 ? undefined : withName(node, renamed.get(node.name.value))),
      FragmentDefinition: {
        enter: (node) => {
          if (isMeta(node.typeCondition)) inIntrospection += 1;
        },
        leave: (node) => {
          if (isMeta(node.typeCondition)) inIntrospection -= 1;
        },
      },
      Field: {
        enter: (node) => {
          if (isMeta(node)) inIntrospection += 1;
          return inIntrospection > 0 ? undefined : aliases.hide(node);
        },
        leave: (node) => {
          if (isMeta(node)) inIntrospection -= 1;
        },
      },
      Directive: {
        enter: ({ name, arguments: given }) => {
          inDirective += 1;
          if (name.value !== 'skip' && name.value !== 'include') return;
          for (const { value } of given ?? []) if (value.kind === Kind.VARIABLE) conditions.add(value.name.value);
        },
        leave: () => {
          inDirective -= 1;
        },
      },
      Argument: (node) => {
        if (inDirective > 0) return undefined;
        const type = typeInfo.getInputType();
        if (type === null || type === undefined || !isPlain(node.value, type)) return undefined;
        const key = `${type} ${print(node.value)}`;
        let name = names.get(key);
        if (name === undefined) {
          name = free(`${PREFIX}${names.size}`);
          names.set(key, name);
          added.push(definitionOf(name, type));
          literals[name] = valueFromASTUntyped(node.value);
        }
        return { ...node, value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } } as ValueNode };
      },
    }),
  );
  const [first, ...rest] = changed.definitions;
  const plain = first as OperationDefinitionNode;
  for (const definition of operation.variableDefinitions ?? []) {
    const name = renamed.get(definition.variable.name.value);
    if (name !== undefined) added.push({ ...definition, variable: withName(definition.variable, name) });
  }
  const normal: OperationDefinitionNode =
    added.length === 0 ? plain : { ...plain, variableDefinitions: [...(plain.variableDefinitions ?? []), ...added] };
  return {
    text: print({ kind: Kind.DOCUMENT, definitions: [normal, ...rest] }),
    operation: normal,
    fragments: new Map((rest as FragmentDefinitionNode[]).map((fragment) => [fragment.name.value, fragment])),
    literals,
    renamed: [...renamed].map(([own, name]) => [name, own]),
    conditions: [...conditions].sort(),
  };
}

/**
 * Whether a literal means the same as a variable's JSON value. Not so for a variable in it, for numbers that JSON would round, and for
 * what only a custom scalar's own code can tell.
 */
function isPlain(value: ValueNode, type: GraphQLInputType): boolean {
  if (isNonNullType(type)) return value.kind !== Kind.NULL && isPlain(value, type.ofType as GraphQLInputType);
  if (value.kind === Kind.VARIABLE) return false;
  if (value.kind === Kind.NULL) return true;
  if (isListType(type)) {
    const items = value.kind === Kind.LIST ? value.values : [value];
    return items.every((item) => isPlain(item, type.ofType as GraphQLInputType));
  }
  if (isInputObjectType(type)) {
    const fields = type.getFields();
    return (
      value.kind === Kind.OBJECT &&
      value.fields.every(({ name, value: inner }) => {
        const field = fields[name.value];
        return field !== undefined && isPlain(inner, field.type);
      })
    );
  }
  if (isEnumType(type)) return value.kind === Kind.ENUM;
  switch (value.kind) {
    case Kind.STRING:
    case Kind.BOOLEAN:
      return true;
    case Kind.INT:
      return BUILT_IN.has(type.name) && Number.isSafeInteger(Number(value.value));
    case Kind.FLOAT:
      return type.name === 'Float';
    default:
      return false;
  }
}

const withName = (node: VariableNode, name: string | undefined): VariableNode =>
  name === undefined ? node : { ...node, name: { ...node.name, value: name } };

/** Of introspection: what is in it is answered here. */
const isMeta = ({ name }: { readonly name: NameNode }): boolean => name.value.startsWith('__');

const BUILT_IN: ReadonlySet<string> = new Set(['Int', 'Float', 'ID']);

function definitionOf(name: string, type: GraphQLInputType): VariableDefinitionNode {
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } },
    type: parseType(String(type), { noLocation: true }),
  };
}
