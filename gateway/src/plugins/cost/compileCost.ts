import {
  type ArgumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';
import { type Cost, largest, product, sum, type Variables } from './Cost.ts';
import type { ListSize, Weights } from './readWeights.ts';

/** A mutation costs this much more than what it answers, as in Apollo Router. */
const MUTATION = 10;

/** What an estimate is made from. */
export type CostModel = {
  readonly schema: GraphQLSchema;
  readonly weights: Weights;
  /** Items of a list of which nothing is said. */
  readonly listSize: number;
};

/** Lists that a field sized for its answer: their names, and how many items. */
type Sized = { readonly fields: readonly string[]; readonly size: Cost };

/**
 * The static estimate of a validated operation, by the IBM cost specification as Apollo Router reads it: an object costs
 * its weight (1), a leaf 0, a list its size times its item, an argument its weight. `@skip` and `@include` are not believed.
 * Of fragments on several object types the dearest counts, since an object has one type.
 */
export function compileCost(
  { schema, weights, listSize }: CostModel,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Cost {
  const defaults = Object.fromEntries(
    (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [
      variable.name.value,
      defaultValue === undefined ? undefined : valueFromASTUntyped(defaultValue),
    ]),
  );
  const valueIn = (variables: Variables, name: string): unknown =>
    variables[name] === undefined ? defaults[name] : variables[name];

  const ofSet = ({ selections }: SelectionSetNode, parent: GraphQLNamedType, sized: Sized | undefined): Cost => {
    const always: Cost[] = [];
    const byType = new Map<string, Cost[]>();
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        always.push(ofField(selection, parent, sized));
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (fragment === undefined) continue;
      const condition = fragment.typeCondition?.name.value;
      const type = (condition === undefined ? undefined : schema.getType(condition)) ?? parent;
      const cost = ofSet(fragment.selectionSet, type, sized);
      if (!isObjectType(type) || type === parent) always.push(cost);
      else byType.set(type.name, [...(byType.get(type.name) ?? []), cost]);
    }
    return byType.size === 0 ? sum(always) : sum([...always, largest([...byType.values()].map(sum))]);
  };

  const ofField = (node: FieldNode, parent: GraphQLNamedType, sized: Sized | undefined): Cost => {
    const name = node.name.value;
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    if (field === undefined) return 0; // __typename, and introspection, which is no subgraph's work
    const type = getNamedType(field.type);
    const own = declared(parent, name, weights.costs);
    const weight = own ?? weightOf(type);
    const said = declared(parent, name, weights.listSizes);
    const size = said === undefined ? undefined : sizeOf(said, node, field);
    const inner =
      (said?.sizedFields.length ?? 0) > 0 && size !== undefined ? { fields: said?.sizedFields ?? [], size } : undefined;
    const item = node.selectionSet === undefined ? weight : sum([weight, ofSet(node.selectionSet, type, inner)]);
    const count: Cost = !isListType(getNullableType(field.type))
      ? 1
      : sized?.fields.includes(name)
        ? sized.size
        : inner === undefined && size !== undefined
          ? size
          : listSize;
    return sum([
      product([count, item]),
      ...(node.arguments ?? []).map((argument) => ofArgument(argument, parent, field)),
    ]);
  };

  const sizeOf = (
    { assumedSize, slicingArguments }: ListSize,
    node: FieldNode,
    field: GraphQLField<unknown, unknown>,
  ): Cost => {
    const given = slicingArguments.map((name) => {
      const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
      if (value?.kind === Kind.VARIABLE) return value;
      if (value?.kind === Kind.INT) return Number(value.value);
      return value === undefined ? field.args.find((argument) => argument.name === name)?.defaultValue : undefined;
    });
    const fallback = assumedSize ?? listSize;
    const sizeIn = (variables: Variables): number => {
      const sizes = given.flatMap((one) => {
        const isVariable = typeof one === 'object' && one !== null;
        const value = isVariable ? valueIn(variables, (one as { name: { value: string } }).name.value) : one;
        return typeof value === 'number' && value >= 0 ? [value] : [];
      });
      return sizes.length === 0 ? fallback : Math.max(...sizes);
    };
    return given.some((one) => typeof one === 'object' && one !== null) ? sizeIn : sizeIn({});
  };

  const ofArgument = (
    { name, value }: ArgumentNode,
    parent: GraphQLNamedType,
    field: GraphQLField<unknown, unknown>,
  ): Cost => {
    if (!weights.hasInputs) return 0;
    const weight = weights.costs.get(`${parent.name}.${field.name}(${name.value}:)`) ?? 0;
    const type = field.args.find((argument) => argument.name === name.value)?.type;
    if (type === undefined) return weight;
    const named = getNamedType(type);
    return (variables) => {
      const values = Object.fromEntries(Object.keys(defaults).map((key) => [key, valueIn(variables, key)]));
      return weight + ofValue(named, valueFromASTUntyped(value, values));
    };
  };

  const ofValue = (type: GraphQLNamedType, value: unknown): number => {
    if (value === null || value === undefined) return 0;
    if (Array.isArray(value)) return value.reduce((total: number, item) => total + ofValue(type, item), 0);
    if (!isInputObjectType(type) || typeof value !== 'object') return weights.costs.get(type.name) ?? 0;
    const fields = type.getFields();
    return Object.entries(value).reduce((total, [name, item]) => {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (field === undefined) return total;
      const weight = weights.costs.get(`${type.name}.${name}`) ?? 0;
      return total + weight + ofValue(getNamedType(field.type), item);
    }, 0);
  };

  const weightOf = (type: GraphQLNamedType): number => {
    const own = weights.costs.get(type.name);
    if (own !== undefined || !isCompositeType(type)) return own ?? 0;
    if (!isAbstractType(type)) return 1;
    return Math.max(1, ...schema.getPossibleTypes(type).map(({ name }) => weights.costs.get(name) ?? 1));
  };

  /** What is said of a field: of an interface's, by itself, or by the dearest of what implements it. */
  const declared = <T>(parent: GraphQLNamedType, field: string, all: ReadonlyMap<string, T>): T | undefined => {
    const own = all.get(`${parent.name}.${field}`);
    if (own !== undefined || !isInterfaceType(parent)) return own;
    const theirs = schema.getPossibleTypes(parent).flatMap(({ name }) => all.get(`${name}.${field}`) ?? []);
    return theirs.reduce<T | undefined>(
      (most, one) => (most === undefined || (typeof one === 'number' && one > Number(most)) ? one : most),
      undefined,
    );
  };

  const root = schema.getRootType(operation.operation);
  if (!root) return 0;
  const cost = ofSet(operation.selectionSet, root, undefined);
  return operation.operation === OperationTypeNode.MUTATION ? sum([MUTATION, cost]) : cost;
}
