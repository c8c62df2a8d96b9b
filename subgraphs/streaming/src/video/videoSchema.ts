import { entitySchema } from '@wellspring/kit';
import { GENRES, type VideoDocument } from './VideoDocument.ts';

/** The golden source of Video. */
export const videoSchema = entitySchema<VideoDocument>(
  {
    title: { type: String, required: true },
    releasedOn: { type: String, default: null },
    year: { type: Number, default: null },
    genre: { type: String, enum: [...GENRES, null], default: null },
    access: { type: String, enum: ['FREE', 'SUBSCRIBERS'], required: true },
    director: { type: String, default: null },
    minutes: { type: Number, default: null },
    rating: { type: String, default: null },
    sortTitle: { type: String, required: true },
  },
  [
    { name: 'titled', fields: { sortTitle: 1, _id: 1 } },
    { name: 'genre-titled', fields: { genre: 1, sortTitle: 1, _id: 1 } },
    { name: 'access-titled', fields: { access: 1, sortTitle: 1, _id: 1 } },
  ],
);
