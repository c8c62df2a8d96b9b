import { WellspringError } from '../errors/WellspringError.ts';

/**
 * What can be said of declared reactions and jobs without reading a contract.
 * @throws WellspringError UNIT_INVALID
 */
export function assertReactions(unit: string, reactions: object = {}, schedule: object = {}): void {
  for (const [event, handler] of Object.entries(reactions)) {
    if (!/^[a-z][a-z0-9-]*\.[A-Z]\w*$/.test(event))
      throw invalid(`${unit}: a reaction names the event "${event}"; expected <unit>.<Event>.`);
    if (typeof handler !== 'function')
      throw invalid(`${unit}: the reaction to ${event} is ${typeof handler}; expected a function (event, context).`);
  }
  for (const [job, { every }] of Object.entries(schedule as Record<string, { every?: unknown }>)) {
    if (typeof every !== 'number' || !Number.isFinite(every) || every < 1)
      throw invalid(`${unit}: the job "${job}" runs every ${String(every)}; expected milliseconds, at least 1.`);
  }
}

function invalid(message: string): WellspringError {
  return new WellspringError('UNIT_INVALID', message);
}
