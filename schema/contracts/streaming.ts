// Generated from subgraphs/streaming by `npm run generate`; do not edit.

/**
 * How a video is shown beside something else.
 *
 * The view `streaming.VideoCard` of Video, in wire form.
 */
export interface VideoCard {
  readonly id: string;
  readonly title: string | null;
  readonly year: number | null;
  readonly genre: VideoGenre | null;
  readonly access: VideoAccess | null;
}

/**
 * A member began to watch; not told again when they go on after a pause.
 *
 * The data of the event `streaming.PlaybackStarted` of Viewing, in wire form.
 */
export interface PlaybackStarted {
  readonly memberId: string;
  readonly videoId: string;
}

/**
 * A fact of Viewing.
 *
 * The data of the event `streaming.ViewingFinished` of Viewing, in wire form.
 */
export interface ViewingFinished {
  readonly memberId: string;
  readonly videoId: string;
}

/**
 * The member left, and everything else that was told of this viewing is removed.
 *
 * The data of the event `streaming.ViewingErased` of Viewing, in wire form.
 */
export interface ViewingErased {
  readonly playback: number;
}

export type VideoAccess = 'FREE' | 'SUBSCRIBERS';

export type VideoGenre = 'ACTION' | 'ADVENTURE' | 'BLACK_COMEDY' | 'COMEDY' | 'CONCERT' | 'DOCUMENTARY' | 'DRAMA' | 'HORROR' | 'MUSICAL' | 'ROMANTIC_COMEDY' | 'THRILLER' | 'WESTERN';
