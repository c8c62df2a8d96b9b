import { directivesOf, stringArgument } from '@wellspring/kit/contracts';
import {
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { declaredFields, schemaProblem } from '../objectTypes.ts';
import type { CheckedUnit, Platform } from '../Platform.ts';
import type { Problem, ProblemCode } from '../Problem.ts';

interface Fault {
  readonly code: ProblemCode;
  readonly message: string;
}

/** `@provides` takes no arguments, and on an interface or a union needs an inline fragment for each type that is copied. */
export function providesIsPlain({ units }: Platform): Problem[] {
  return units.flatMap((unit) =>
    declaredFields(unit).flatMap(({ type, field }) => {
      const [provides] = directivesOf(field, 'provides');
      const selection = provides === undefined ? undefined : stringArgument(provides, 'fields');
      const set = selection === undefined ? undefined : parseSelection(selection);
      if (set === undefined) return [];
      return faultsOf(unit, getNamedType(field.type), set).map(({ code, message }) =>
        schemaProblem(unit, code, field, `${type.name}.${field.name}`, message),
      );
    }),
  );
}

function faultsOf(unit: CheckedUnit, type: GraphQLNamedType, set: SelectionSetNode): Fault[] {
  return set.selections.flatMap((selection): Fault[] => {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = unit.schema.getType(selection.typeCondition?.name.value ?? type.name);
      return condition === undefined ? [] : faultsOf(unit, condition, selection.selectionSet);
    }
    if (selection.kind !== Kind.FIELD) return [];
    const name = selection.name.value;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    const faults: Fault[] = [];
    if ((selection.arguments?.length ?? 0) > 0 || (field?.args.length ?? 0) > 0) {
      faults.push({
        code: 'PROVIDES_ARGUMENT',
        message: `@provides("${name}"): ${type.name}.${name} takes arguments, which a copy cannot answer. Provide a field without arguments.`,
      });
    }
    if (isAbstractType(type) && name !== '__typename') {
      const possible = possibleEntities(unit.schema, type.name);
      faults.push({
        code: 'PROVIDES_INTERFACE',
        message: `@provides("${name}"): ${type.name} is abstract, and only the types behind it are copied. Write \`@provides(fields: "... on ${possible} { ${name} }")\`.`,
      });
    }
    return field === undefined || selection.selectionSet === undefined
      ? faults
      : [...faults, ...faultsOf(unit, getNamedType(field.type), selection.selectionSet)];
  });
}

function possibleEntities(schema: GraphQLSchema, name: string): string {
  const type = schema.getType(name);
  return isAbstractType(type) ? (schema.getPossibleTypes(type)[0]?.name ?? 'Entity') : 'Entity';
}

/** Composition tells of a selection that cannot be read. */
function parseSelection(selection: string): SelectionSetNode | undefined {
  try {
    const [definition] = parse(`{ ${selection} }`).definitions;
    return definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet : undefined;
  } catch {
    return undefined;
  }
}
