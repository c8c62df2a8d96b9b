import type { Recommended } from './rank.ts';

/** What the schema's Recommendation resolves from. */
export interface RecommendationDocument extends Recommended {}
