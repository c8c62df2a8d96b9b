import { type RecordDocument, recordSchema } from '@wellspring/kit';
import type { Genre } from '../video/VideoDocument.ts';

/** How many members watched one video: `_id` is the video's id. */
export interface AudienceDocument extends RecordDocument {
  viewers: number;
  /** The video's, so that the favourites of a genre are found. */
  genre: Genre | null;
}

export const audienceSchema = recordSchema<AudienceDocument>(
  { viewers: { type: Number, required: true }, genre: { type: String, default: null } },
  [
    { name: 'viewers', fields: { viewers: -1, _id: 1 } },
    { name: 'genre-viewers', fields: { genre: 1, viewers: -1, _id: 1 } },
  ],
);
