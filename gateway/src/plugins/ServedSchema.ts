import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';

/** The schema that operations are validated against now; undefined until there is one. */
export class ServedSchema {
  current: GraphQLSchema | undefined;

  /** Follows the supergraph. */
  plugin(): ApolloServerPlugin {
    return {
      serverWillStart: async () => ({
        schemaDidLoadOrUpdate: ({ apiSchema }) => {
          this.current = apiSchema;
        },
      }),
    };
  }
}
