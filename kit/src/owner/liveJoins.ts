import type { mongo } from 'mongoose';
import { LIVE, refused } from './stamp.ts';

type Stage = mongo.Document;

/** These must stand first, so tombstones are left out right after them. */
const LEADING = ['$geoNear', '$search', '$vectorSearch'];

/**
 * The pipeline over live documents only: those it begins with, and those of entities that it joins.
 * @param isEntity whether a collection holds entities
 * @throws WellspringError GOLDEN_WRITE_REFUSED for a pipeline that writes
 */
export function livePipeline(pipeline: readonly Stage[], isEntity: (collection: string) => boolean): Stage[] {
  const stages = pipeline.map((stage) => liveStage(stage, isEntity));
  const [first, ...rest] = stages;
  const mustLead = first !== undefined && LEADING.some((name) => name in first);
  return mustLead ? [first, { $match: LIVE }, ...rest] : [{ $match: LIVE }, ...stages];
}

function liveStage(stage: Stage, isEntity: (collection: string) => boolean): Stage {
  const [name, body] = Object.entries(stage)[0] ?? ['', undefined];
  const joined = (from: unknown, pipeline: readonly Stage[] = []): Stage[] =>
    typeof from === 'string' && isEntity(from)
      ? livePipeline(pipeline, isEntity)
      : pipeline.map((inner) => liveStage(inner, isEntity));
  switch (name) {
    case '$merge':
    case '$out':
      throw refused(`an aggregation with ${name}: write through the model.`);
    case '$facet':
      return {
        $facet: Object.fromEntries(
          Object.entries(body as Record<string, Stage[]>).map(([facet, inner]) => [facet, joined(undefined, inner)]),
        ),
      };
    case '$lookup': {
      const pipeline = joined(body.from, body.pipeline);
      return pipeline.length === 0 ? stage : { $lookup: { ...body, pipeline } };
    }
    case '$unionWith': {
      const { coll, pipeline } = typeof body === 'string' ? { coll: body, pipeline: undefined } : body;
      const live = joined(coll, pipeline);
      return {
        $unionWith: { ...(coll === undefined ? {} : { coll }), ...(live.length === 0 ? {} : { pipeline: live }) },
      };
    }
    case '$graphLookup':
      if (!isEntity(body.from)) return stage;
      return { $graphLookup: { ...body, restrictSearchWithMatch: { ...body.restrictSearchWithMatch, ...LIVE } } };
    default:
      return stage;
  }
}
