import { entitySchema } from '@wellspring/kit';
import type { ViewingDocument } from './ViewingDocument.ts';

/** The golden source of Viewing. */
export const viewingSchema = entitySchema<ViewingDocument>(
  {
    memberId: { type: String, required: true },
    videoId: { type: String, required: true },
    playback: { type: Number, required: true },
    position: { type: Number, required: true },
    startedAt: { type: Date, required: true },
    lastAt: { type: Date, required: true },
    finished: { type: Boolean, required: true },
    finishedAt: { type: Date, default: null },
  },
  [{ name: 'member-last', fields: { memberId: 1, lastAt: -1, _id: -1 } }],
);
