import type { BusinessEvent, ContractProblem, ParsedView } from '@wellspring/kit/contracts';
import type { GraphQLSchema } from 'graphql';
import type { ReleasedContract } from '../release/ReleasedContract.ts';

/** A file of TypeScript. */
export interface SourceFile {
  /** Relative to the root: `subgraphs/orders/src/unit.ts`. */
  readonly path: string;
  readonly text: string;
}

/** A replica as a unit declares it. */
export interface CheckedReplica {
  /** What the unit calls it. */
  readonly name: string;
  /** `<unit>.<View>` */
  readonly view: string;
  readonly uses: readonly string[];
}

/** A unit: what it says of itself and what it is made of. */
export interface CheckedUnit {
  /** The folder's name; it names the subgraph. */
  readonly name: string;
  /** `subgraphs/orders` */
  readonly path: string;
  /** What `defineUnit` was told; undefined while there is no `src/unit.ts`. */
  readonly declaredName: string | undefined;
  readonly sdl: string;
  readonly schema: GraphQLSchema;
  /** The entities it owns. */
  readonly owns: ReadonlySet<string>;
  readonly views: readonly ParsedView[];
  readonly events: readonly BusinessEvent[];
  /** Faults of its views and events. */
  readonly contractProblems: readonly ContractProblem[];
  readonly replicas: readonly CheckedReplica[];
  /** The events it reacts to: `<unit>.<Event>`. */
  readonly reactions: readonly string[];
  /** Its code, without what is generated. */
  readonly sources: readonly SourceFile[];
}

/** Everything that the rules look at. */
export interface Platform {
  readonly units: readonly CheckedUnit[];
  /** The code of the gateway and of the kit, which know no unit. */
  readonly sources: readonly SourceFile[];
  /** The contracts as they were last released. */
  readonly released: readonly ReleasedContract[];
}

/** A view by its full name, with the unit that publishes it. */
export function findView(platform: Platform, qualified: string): { owner: CheckedUnit; view: ParsedView } | undefined {
  for (const owner of platform.units) {
    const view = owner.views.find(({ name }) => `${owner.name}.${name}` === qualified);
    if (view !== undefined) return { owner, view };
  }
  return undefined;
}

/** The unit that is the golden source of an entity. */
export function ownerOf(platform: Platform, entity: string): CheckedUnit | undefined {
  return platform.units.find(({ owns }) => owns.has(entity));
}
