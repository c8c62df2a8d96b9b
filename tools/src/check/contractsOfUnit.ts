import { type ReleasedContract, releasedEvent, releasedView } from '../release/ReleasedContract.ts';
import type { CheckedUnit, Platform } from './Platform.ts';

/** What others may rely on in a unit's views and events as they are now. */
export function contractsOfUnit({ name, schema, views, events }: CheckedUnit): readonly ReleasedContract[] {
  return [
    ...views.map((view) => releasedView(name, schema, view)),
    ...events.map((event) => releasedEvent(name, schema, event)),
  ];
}

/** The units that rely on a view (a replica declares it) or on an event (a reaction is to it). */
export function reliesOn(platform: Platform, { kind, unit, name }: ReleasedContract): readonly string[] {
  const qualified = `${unit}.${name}`;
  return platform.units
    .filter(({ replicas, reactions }) =>
      kind === 'view' ? replicas.some(({ view }) => view === qualified) : reactions.includes(qualified),
    )
    .map((consumer) => consumer.name);
}
