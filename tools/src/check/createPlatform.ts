import { directivesOf, inspectEvents, inspectViews, keysOf, subgraphSchema } from '@wellspring/kit/contracts';
import { buildSchema, type GraphQLSchema, isObjectType } from 'graphql';
import type { ReleasedContract } from '../release/ReleasedContract.ts';
import type { CheckedReplica, CheckedUnit, Platform, SourceFile } from './Platform.ts';

/** What a unit is made of, as it is read. Absent: empty. */
export interface UnitInput {
  readonly sdl: string;
  readonly views?: string;
  readonly events?: string;
  readonly declaredName?: string | undefined;
  /** The entities it declares. Default: those of its SDL that copy nothing. */
  readonly owns?: readonly string[] | undefined;
  readonly replicas?: readonly CheckedReplica[];
  readonly reactions?: readonly string[];
  readonly sources?: readonly SourceFile[];
}

/** Makes of what was read what the rules look at. Pure; a file that cannot be parsed becomes a problem of its unit. */
export function createPlatform(
  units: Readonly<Record<string, UnitInput>>,
  sources: readonly SourceFile[] = [],
  released: readonly ReleasedContract[] = [],
): Platform {
  return { units: Object.entries(units).map(([name, input]) => createUnit(name, input)), sources, released };
}

function createUnit(name: string, input: UnitInput): CheckedUnit {
  const { sdl, views = '', events = '', declaredName, replicas = [], reactions = [], sources = [] } = input;
  const inspectedViews = inspectViews(sdl, views);
  const inspectedEvents = inspectEvents(sdl, events);
  // Both inspections say so when the SDL cannot be read.
  const eventProblems = inspectedEvents.problems.filter(({ code }) => code !== 'SDL_UNREADABLE');
  const schema = schemaIfReadable(sdl);
  return {
    name,
    path: `subgraphs/${name}`,
    declaredName,
    sdl,
    schema,
    owns: new Set(input.owns ?? likelyOwned(schema)),
    views: inspectedViews.views,
    events: inspectedEvents.events,
    contractProblems: [...inspectedViews.problems, ...eventProblems],
    replicas,
    reactions,
    sources,
  };
}

function schemaIfReadable(sdl: string): GraphQLSchema {
  try {
    return subgraphSchema(sdl);
  } catch {
    return buildSchema('type Query');
  }
}

/** Without a declaration: the entities of the SDL that copy nothing from elsewhere. */
function likelyOwned(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => keysOf(type).length > 0)
    .filter((type) => Object.values(type.getFields()).every((field) => directivesOf(field, 'external').length === 0))
    .map((type) => type.name);
}
