import type { Connection, EntityDocument } from '@wellspring/kit';

/** What one member watched of one video, as stored and as field resolvers see it. Its id is derived from both. */
export interface ViewingDocument extends EntityDocument {
  memberId: string;
  videoId: string;
  /** 1 for the first time. */
  playback: number;
  /** Seconds from the start; never less within one playback. */
  position: number;
  startedAt: Date;
  lastAt: Date;
  finished: boolean;
  finishedAt: Date | null;
}

/** What the schema's ViewingConnection resolves from. */
export type ViewingConnectionDocument = Connection<ViewingDocument>;
