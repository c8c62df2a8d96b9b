import type { VideoDocument } from './VideoDocument.ts';

/** What the schema's ImportedVideos resolves from. */
export interface ImportedVideosDocument {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly videos: readonly VideoDocument[];
}
