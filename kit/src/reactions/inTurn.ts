import type { EventName } from '@wellspring/schema';
import type { EntityDeclarations, ReplicaDeclarations, UnitData } from '../unit/defineUnit.ts';
import type { Reaction, ReactionEvent } from './Reaction.ts';

const KEY = Symbol('wellspring.inTurn');

/**
 * A reaction that writes to one document for events of many entities, such as a sum. Side by side, their transactions would conflict and be
 * repeated again and again; in turn, each goes through at once. It is about speed alone: what is right does not depend on it.
 * @param by names what events share; those of one name are handled one at a time, in any order
 */
export function inTurn<N extends EventName, D extends UnitData<EntityDeclarations, ReplicaDeclarations>>(
  by: (event: ReactionEvent<N>) => string,
  reaction: Reaction<N, D>,
): Reaction<N, D> {
  const inner: Reaction<N, D> = (event, context) => reaction(event, context);
  return Object.assign(inner, { [KEY]: by });
}

/** What an event of a reaction shares with others; undefined when nothing was said. */
export function turnOf(reaction: unknown): ((event: never) => string) | undefined {
  return (reaction as { [KEY]?: (event: never) => string })[KEY];
}
