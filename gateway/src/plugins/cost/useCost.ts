import type { ApolloServerPlugin } from '@apollo/server';
import { type FragmentDefinitionNode, Kind, type OperationDefinitionNode } from 'graphql';
import { refusal } from '../../errors/refusal.ts';
import type { GatewayContext } from '../../GatewayContext.ts';
import { type Cost, costOf } from './Cost.ts';
import { type CostModel, compileCost } from './compileCost.ts';
import { readWeights } from './readWeights.ts';

/**
 * Refuses operations whose estimated cost is over the budget. The estimate is compiled once an operation; what of it depends
 * on variables, such as the size of a page, is computed for each request.
 */
export function useCost({
  budget,
  listSize,
}: {
  readonly budget: number;
  readonly listSize: number;
}): ApolloServerPlugin<GatewayContext> {
  let model: CostModel | undefined;
  let compiled = new WeakMap<OperationDefinitionNode, Cost>();
  return {
    async serverWillStart() {
      return {
        schemaDidLoadOrUpdate({ apiSchema: schema, coreSupergraphSdl }) {
          model = { schema, weights: readWeights(coreSupergraphSdl ?? 'scalar None'), listSize };
          compiled = new WeakMap();
        },
      };
    },
    async requestDidStart() {
      if (budget === 0) return;
      return {
        async didResolveOperation({ document, operation, request: { variables = {} } }) {
          if (!operation || model === undefined) return;
          let cost = compiled.get(operation);
          if (cost === undefined) {
            const fragments = new Map<string, FragmentDefinitionNode>();
            for (const definition of document.definitions)
              if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
            cost = compileCost(model, operation, fragments);
            compiled.set(operation, cost);
          }
          const estimate = costOf(cost, variables);
          if (!(estimate > budget)) return;
          const asked = Math.min(Math.ceil(estimate), Number.MAX_SAFE_INTEGER);
          const message = `Estimated cost: ${budget} is allowed, ${asked} was asked for. Ask for fewer items, or for less of each.`;
          throw refusal('OPERATION_TOO_COSTLY', message, { limit: budget, asked });
        },
      };
    },
  };
}
