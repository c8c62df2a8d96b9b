import type { EventName } from '@wellspring/schema';
import { durableName, eventFilter, eventsStream, splitName } from '../bus/subjects.ts';
import { loadContract } from '../contracts/loadContract.ts';
import type { Unit } from '../unit/defineUnit.ts';
import { turnOf } from './inTurn.ts';

/** A reaction as its parts know it. */
export interface ReactionPlan {
  /** The event it is to, which names the handler: `orders.OrderPlaced`. */
  readonly name: EventName;
  /** The unit whose event it is. */
  readonly owner: string;
  /** GraphQL type of the entity it is a fact of. */
  readonly entity: string;
  readonly stream: string;
  /** Name of the durable consumer. */
  readonly durable: string;
  /** The one filter that the broker allows the consumer. */
  readonly filter: string;
  /** See `inTurn`. */
  readonly turn?: ((event: never) => string) | undefined;
  readonly handle: (event: never, context: never) => Promise<void>;
}

/**
 * What a unit's declared reactions mean, by the owners' contracts.
 * @throws WellspringError EVENT_INVALID when there is no such event
 */
export function planReactions(unit: string, reactions: Unit['reactions'] = {}): readonly ReactionPlan[] {
  return Object.entries(reactions).map(([name, handle]) => {
    const { unit: owner, name: event } = splitName(name);
    const { entity } = loadContract(name, 'event');
    return {
      name: name as EventName,
      owner,
      entity,
      stream: eventsStream(owner),
      durable: durableName(unit, event),
      filter: eventFilter(owner, entity, event),
      turn: turnOf(handle),
      handle: handle as ReactionPlan['handle'],
    };
  });
}

/** Reactions to the same entity, which are handled in one order. */
export function byEntity(plans: readonly ReactionPlan[]): readonly (readonly ReactionPlan[])[] {
  return [...Map.groupBy(plans, ({ owner, entity }) => `${owner}.${entity}`).values()];
}
