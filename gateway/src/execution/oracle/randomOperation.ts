import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredInputField,
} from 'graphql';
import type { Random } from './Random.ts';

/** An operation by chance, valid for its schema but for fields that cannot be merged; and values for its variables. */
export interface MadeUpOperation {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** How deep it may go, and how many fields it may have. */
const DEPTH = 5;
const FIELDS = 40;

export function randomOperation(schema: GraphQLSchema, random: Random): MadeUpOperation {
  const variables = new Map<string, { type: string; value: unknown }>();
  const fragments: string[] = [];
  let budget = FIELDS;

  const variable = (type: string, value: unknown): string => {
    const name = `v${variables.size}`;
    variables.set(name, { type, value });
    return `$${name}`;
  };
  const madeUpValue = (type: GraphQLInputType): unknown => {
    const named = getNamedType(type) as GraphQLNamedType;
    if (!isNonNullType(type) && random.chance(0.1)) return null;
    const nullable = isNonNullType(type) ? type.ofType : type;
    if (isListType(nullable)) return [madeUpValue(nullable.ofType as GraphQLInputType)];
    if (isInputObjectType(named)) {
      const fields = Object.values(named.getFields()).filter(
        (field) => isRequiredInputField(field) || random.chance(0.2),
      );
      return Object.fromEntries(fields.map((field) => [field.name, madeUpValue(field.type)]));
    }
    if (named.name === 'Boolean') return random.chance(0.5);
    if (isEnumType(named)) return random.pick(named.getValues()).name;
    return named.name === 'Int' || named.name === 'Float' ? random.below(4) : String(random.below(6));
  };
  const argumentsOf = (field: GraphQLField<unknown, unknown>): string => {
    const given = field.args.flatMap(({ name, type }) => {
      if (!isNonNullType(type) && random.chance(0.4)) return [];
      const value = madeUpValue(type);
      const isInput = isInputObjectType(getNamedType(type));
      if (isInput || random.chance(0.5)) return [`${name}: ${variable(String(type), value)}`];
      const isEnum = isEnumType(getNamedType(type));
      const literal = JSON.stringify(value);
      return [`${name}: ${isEnum ? literal.replaceAll('"', '') : literal}`];
    });
    return given.length === 0 ? '' : `(${given.join(', ')})`;
  };
  const directive = (): string => {
    if (!random.chance(0.12)) return '';
    const value = random.chance(0.5);
    return ` @${random.pick(['include', 'skip'])}(if: ${random.chance(0.6) ? variable('Boolean!', value) : value})`;
  };
  const selectionOf = (type: GraphQLNamedType, depth: number): string => {
    const selections: string[] = [];
    const wanted = 1 + random.below(4);
    for (let index = 0; index < wanted || selections.length === 0; index += 1) {
      if (index > 8) break;
      if (random.chance(0.1)) selections.push(random.chance(0.3) ? 'kind: __typename' : '__typename');
      else if (isAbstractType(type) && random.chance(0.8)) {
        const target = random.pick([...schema.getPossibleTypes(type)]);
        selections.push(`... on ${target.name}${directive()} ${selectionOf(target, depth)}`);
      } else if (isObjectType(type) && random.chance(0.12)) {
        const inner = selectionOf(type, depth);
        if (random.chance(0.5))
          selections.push(`...${random.chance(0.5) ? ` on ${type.name}` : ''}${directive()} ${inner}`);
        else {
          const name = `F${fragments.length}`;
          fragments.push(`fragment ${name} on ${type.name} ${inner}`);
          selections.push(`...${name}${directive()}`);
        }
      } else if ('getFields' in type) {
        const fields = Object.values(
          (type as { getFields(): Record<string, GraphQLField<unknown, unknown>> }).getFields(),
        );
        const usable = fields.filter(
          (field) => (depth < DEPTH && budget > 0) || !isCompositeType(getNamedType(field.type)),
        );
        if (usable.length === 0) continue;
        const field = random.pick(usable);
        budget -= 1;
        const named = getNamedType(field.type);
        // Some have the name of another field, which a plan may need.
        const name = () =>
          random.chance(0.15)
            ? random.pick(fields).name
            : `${random.pick(['a', 'b', 'c', 'constructor'])}${random.below(9)}`;
        const alias = field.args.length > 0 || random.chance(0.15) ? `${name()}: ` : '';
        const inner = isCompositeType(named) ? ` ${selectionOf(named, depth + 1)}` : '';
        selections.push(`${alias}${field.name}${argumentsOf(field)}${directive()}${inner}`);
      }
    }
    if (selections.length === 0) selections.push('__typename');
    return `{ ${selections.join(' ')} }`;
  };

  const body = selectionOf(schema.getQueryType() as GraphQLNamedType, 0);
  const declared = [...variables].map(([name, { type }]) => `$${name}: ${type}`).join(', ');
  return {
    text: [`query Q${declared === '' ? '' : `(${declared})`} ${body}`, ...fragments].join('\n'),
    variables: Object.fromEntries([...variables].map(([name, { value }]) => [name, value])),
  };
}
