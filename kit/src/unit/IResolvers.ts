import type { GraphQLSchemaModule } from '@apollo/subgraph';

/** A map of resolvers as @apollo/subgraph takes it; units type theirs with the generated `Resolvers`. */
export type IResolvers = NonNullable<GraphQLSchemaModule['resolvers']>;
