import {
  type FieldNode,
  type GraphQLCompositeType,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import type { Item } from '../collectTargets.ts';
import { readOwn } from '../ownKey.ts';
import { collectFields, type FieldScope } from './collectFields.ts';
import { checkOf } from './Projection.ts';

type Outcome = 'fine' | 'null' | 'told';

/** Which subgraph said a field's value, where that is known. */
export type OwnerOf = (type: string, field: string) => string | undefined;

/**
 * Says where values are not what their type allows, each with its path. The slow twin of {@link Projection}, for answers that a
 * subgraph got wrong without saying so.
 */
export function findViolations(
  scope: FieldScope,
  root: GraphQLObjectType,
  selectionSet: SelectionSetNode,
  data: Item,
  ownerOf: OwnerOf,
): GraphQLError[] {
  const errors: GraphQLError[] = [];
  const path: (string | number)[] = [];
  let field: readonly [type: string, name: string] = [root.name, ''];
  const tell = (message: string): 'told' => {
    const service = ownerOf(...field);
    const extensions = { code: 'SUBGRAPH_INVALID_VALUE', ...(service === undefined ? {} : { service }) };
    errors.push(new GraphQLError(message, { path: [...path], extensions }));
    return 'told';
  };

  const complete = (type: GraphQLOutputType, value: unknown, nodes: readonly FieldNode[], place: string): Outcome => {
    if (isNonNullType(type)) {
      const outcome = complete(type.ofType, value, nodes, place);
      return outcome === 'null' ? tell(`Cannot return null for non-nullable ${place}.`) : outcome;
    }
    if (value === null || value === undefined) return 'null';
    if (isListType(type)) {
      if (!Array.isArray(value)) return tell(`Invalid value found for ${place}: expected a list.`);
      let lost: Outcome = 'fine';
      value.forEach((item, index) => {
        path.push(index);
        const itemType = type.ofType as GraphQLOutputType;
        const outcome = complete(itemType, item, nodes, `array element of type ${itemType} at index ${index}`);
        path.pop();
        if (outcome !== 'fine' && isNonNullType(itemType)) lost = 'told';
      });
      return lost;
    }
    if (!isCompositeType(type)) {
      return checkOf(type as never)(value) ? 'fine' : tell(`Invalid value found for ${place}.`);
    }
    const { __typename: named } = value as Item;
    const object = typeof named === 'string' && named !== type.name ? scope.schema.getType(named) : type;
    if (typeof value !== 'object' || Array.isArray(value) || !(isObjectType(object) || object === type))
      return tell(`Invalid __typename found for object at ${place}.`);
    return completeObject(
      object,
      value as Item,
      nodes.flatMap((node) => node.selectionSet ?? []),
    );
  };

  const completeObject = (
    type: GraphQLCompositeType,
    item: Item,
    selectionSets: readonly SelectionSetNode[],
  ): Outcome => {
    for (const [key, nodes] of collectFields(scope, type, selectionSets)) {
      const name = nodes[0]?.name.value ?? '';
      if (name.startsWith('__')) continue;
      const fieldType = 'getFields' in type ? type.getFields()[name]?.type : undefined;
      if (fieldType === undefined) continue;
      if (scope.unasked !== undefined && nodes.every((node) => scope.unasked?.has(node))) {
        if (isNonNullType(fieldType)) return 'told';
        continue;
      }
      path.push(scope.aliases.show(key));
      field = [type.name, name];
      const outcome = complete(fieldType, readOwn(item, key), nodes, `field ${type}.${scope.aliases.show(key)}`);
      path.pop();
      if (outcome !== 'fine' && isNonNullType(fieldType)) return 'told';
    }
    return 'fine';
  };

  completeObject(root, data, [selectionSet]);
  return errors;
}
