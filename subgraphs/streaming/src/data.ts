import { declareData } from '@wellspring/kit';
import { audienceSchema } from './taste/audienceSchema.ts';
import { pairSchema } from './taste/pairSchema.ts';
import { tasteSchema } from './taste/tasteSchema.ts';
import { videoSchema } from './video/videoSchema.ts';
import { viewingSchema } from './viewing/viewingSchema.ts';

/** What the unit owns, what it copies, and the counts that recommendations are made of. */
export const data = declareData({
  entities: { Video: videoSchema, Viewing: viewingSchema },
  replicas: { access: { view: 'members.MemberAccess', uses: ['subscription'] } },
  records: { Taste: tasteSchema, Audience: audienceSchema, Pair: pairSchema },
});
