import { directivesOf, keysOf } from '@wellspring/kit/contracts';
import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isIntrospectionType,
  isObjectType,
} from 'graphql';
import type { CheckedUnit } from './Platform.ts';
import type { Problem, ProblemCode } from './Problem.ts';

/** A field as it is declared on a type. */
export interface DeclaredField {
  readonly type: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
}

/** The object types that an SDL declares, roots too. */
export function objectTypes(schema: GraphQLSchema): readonly GraphQLObjectType[] {
  return Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && !isIntrospectionType(type),
  ) as GraphQLObjectType[];
}

/** Query, Mutation, Subscription, as far as they are there. */
export function rootTypes(schema: GraphQLSchema): ReadonlySet<GraphQLObjectType> {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return new Set(roots.filter((type) => type != null));
}

/** Every field of every object type of a unit's SDL. */
export function declaredFields(unit: CheckedUnit): readonly DeclaredField[] {
  return objectTypes(unit.schema).flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })));
}

/** The copied fields of a unit's SDL: `@external` ones of other units' entities, without those that only a `@requires` asks of the gateway. */
export function copiedFields(unit: CheckedUnit): readonly DeclaredField[] {
  return declaredFields(unit).filter(
    ({ type, field }) => isEntity(type) && isMarked(field, 'external') && !isOnlyRequired(unit, type, field.name),
  );
}

export function isEntity(type: GraphQLObjectType): boolean {
  return keysOf(type).length > 0;
}

/** The names of the fields that the keys of an entity are made of. */
export function keyFields(type: GraphQLObjectType): ReadonlySet<string> {
  return new Set(keysOf(type).flatMap((key) => key.split(/\W+/)));
}

/** Whether a field carries a directive. */
export function isMarked(element: Parameters<typeof directivesOf>[0], directive: string): boolean {
  return directivesOf(element, directive).length > 0;
}

/** A problem of a type or a field of a unit's SDL. */
export function schemaProblem(
  unit: CheckedUnit,
  code: ProblemCode,
  element: {
    readonly name: string;
    readonly astNode?:
      | { readonly loc?: { readonly startToken: { readonly line: number } } | undefined }
      | null
      | undefined;
  },
  at: string,
  message: string,
): Problem {
  return { code, file: `${unit.path}/schema.graphql`, line: element.astNode?.loc?.startToken.line, at, message };
}

function isOnlyRequired(unit: CheckedUnit, type: GraphQLObjectType, name: string): boolean {
  const names = (directive: string, fields: readonly DeclaredField[]) =>
    fields.some(({ field }) =>
      directivesOf(field, directive).some(({ arguments: args }) =>
        args?.some(({ value }) => value.kind === 'StringValue' && value.value.split(/\W+/).includes(name)),
      ),
    );
  const ofType = Object.values(type.getFields()).map((field) => ({ type, field }));
  return names('requires', ofType) && !names('provides', declaredFields(unit));
}
