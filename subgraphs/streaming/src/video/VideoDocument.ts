import type { Connection, EntityDocument } from '@wellspring/kit';

export const GENRES = [
  'ACTION',
  'ADVENTURE',
  'BLACK_COMEDY',
  'COMEDY',
  'CONCERT',
  'DOCUMENTARY',
  'DRAMA',
  'HORROR',
  'MUSICAL',
  'ROMANTIC_COMEDY',
  'THRILLER',
  'WESTERN',
] as const;

export type Genre = (typeof GENRES)[number];

/** A video as stored and as field resolvers see it. */
export interface VideoDocument extends EntityDocument {
  title: string;
  /** YYYY-MM-DD. */
  releasedOn: string | null;
  /** Of `releasedOn`. */
  year: number | null;
  genre: Genre | null;
  access: 'FREE' | 'SUBSCRIBERS';
  director: string | null;
  minutes: number | null;
  rating: string | null;
  /** The title as it is sorted and searched: capital letters do not matter. */
  sortTitle: string;
}

/** What the schema's VideoConnection resolves from. */
export type VideoConnectionDocument = Connection<VideoDocument>;
