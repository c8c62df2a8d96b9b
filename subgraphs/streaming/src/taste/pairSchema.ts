import { type RecordDocument, recordSchema } from '@wellspring/kit';

/** How many members watched both of two videos. Each pair is kept from both sides, so that the partners of a video are one range of an index. */
export interface PairDocument extends RecordDocument {
  videoId: string;
  otherId: string;
  viewers: number;
}

export const pairSchema = recordSchema<PairDocument>(
  {
    videoId: { type: String, required: true },
    otherId: { type: String, required: true },
    viewers: { type: Number, required: true },
  },
  [{ name: 'partners', fields: { videoId: 1, viewers: -1, otherId: 1 } }],
);
