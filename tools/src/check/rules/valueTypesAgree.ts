import {
  type GraphQLEnumType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  isEnumType,
  isIntrospectionType,
  isObjectType,
} from 'graphql';
import { isEntity, isMarked, rootTypes, schemaProblem } from '../objectTypes.ts';
import type { CheckedUnit, Platform } from '../Platform.ts';
import type { Problem } from '../Problem.ts';

type Declared<T> = { readonly unit: CheckedUnit; readonly type: T };

/** Value types (Money, PageInfo) and enums that several units declare are identical, and shareable; a new part is `@inaccessible` until all have it. */
export function valueTypesAgree({ units }: Platform): Problem[] {
  const declared = new Map<string, Declared<GraphQLNamedType>[]>();
  for (const unit of units) {
    for (const type of Object.values(unit.schema.getTypeMap()).filter((each) => isValueType(unit, each))) {
      declared.set(type.name, [...(declared.get(type.name) ?? []), { unit, type }]);
    }
  }
  return [...declared.values()]
    .filter((all) => all.length > 1)
    .flatMap((all) => [...differences(all), ...unshared(all)]);
}

function isValueType({ schema }: CheckedUnit, type: GraphQLNamedType): boolean {
  if (isIntrospectionType(type)) return false;
  return isEnumType(type) || (isObjectType(type) && !isEntity(type) && !rootTypes(schema).has(type));
}

/** Each unit is compared with the first that declares the type. */
function differences([first, ...others]: readonly Declared<GraphQLNamedType>[]): Problem[] {
  if (first === undefined) return [];
  return others.flatMap((other) => {
    const [here, there] = [partsOf(other.type), partsOf(first.type)];
    const missing = [...there].filter(([name, part]) => !here.has(name) && !part.isHidden);
    const more = [...here].filter(([name, part]) => !there.has(name) && !part.isHidden);
    const unlike = [...here].filter(([name, part]) => there.has(name) && there.get(name)?.text !== part.text);
    const at = (name: string) => `${other.type.name}.${name}`;
    return [
      ...missing.map(([name, { text }]) =>
        schemaProblem(
          other.unit,
          'VALUE_TYPE_DIFFERS',
          other.type,
          at(name),
          `${first.unit.name} declares it and ${other.unit.name} does not: write \`${text}\` here, or mark it @inaccessible there until all units have it.`,
        ),
      ),
      ...more.map(([name, { text }]) =>
        schemaProblem(
          other.unit,
          'VALUE_TYPE_DIFFERS',
          other.type,
          at(name),
          `${first.unit.name} does not declare it: a new part starts as \`${text} @inaccessible\` until all units have it.`,
        ),
      ),
      ...unlike.map(([name]) =>
        schemaProblem(
          other.unit,
          'VALUE_TYPE_DIFFERS',
          other.type,
          at(name),
          `Value types are identical everywhere, and ${first.unit.name} declares it otherwise: write \`${there.get(name)?.text}\`.`,
        ),
      ),
    ];
  });
}

function unshared(all: readonly Declared<GraphQLNamedType>[]): Problem[] {
  return all.flatMap(({ unit, type }) => {
    if (!isObjectType(type) || isMarked(type, 'shareable')) return [];
    if (Object.values(type.getFields()).every((field) => isMarked(field, 'shareable'))) return [];
    const others = all.filter((other) => other.unit !== unit).map((other) => other.unit.name);
    return [
      schemaProblem(
        unit,
        'VALUE_TYPE_UNSHARED',
        type,
        type.name,
        `${others.join(', ')} declares it too: write \`type ${type.name} @shareable\`.`,
      ),
    ];
  });
}

/** The fields or values of a type as they are written. */
function partsOf(type: GraphQLNamedType): ReadonlyMap<string, { readonly text: string; readonly isHidden: boolean }> {
  if (isEnumType(type)) return new Map(enumParts(type));
  return isObjectType(type) ? new Map(objectParts(type)) : new Map();
}

function enumParts(type: GraphQLEnumType) {
  return type
    .getValues()
    .map((value) => [value.name, { text: value.name, isHidden: isMarked(value, 'inaccessible') }] as const);
}

function objectParts(type: GraphQLObjectType) {
  return Object.values(type.getFields()).map((field) => {
    const args = field.args.map((arg) => `${arg.name}: ${String(arg.type)}`).join(', ');
    const text = `${field.name}${args === '' ? '' : `(${args})`}: ${String(field.type)}`;
    return [field.name, { text, isHidden: isMarked(field, 'inaccessible') }] as const;
  });
}
