import { type Film, readFilms } from './readFilms.ts';

/** The input of importVideos for one video. */
export interface PlannedVideo extends Film {
  readonly access: 'FREE' | 'SUBSCRIBERS';
}

/** Made up: the shelf of classics is free. */
const FREE_BEFORE = '1980-01-01';

/** Every film as a video. Who may play it is not a fact: films from before 1980 are free, all others take a subscription. */
export function planVideos(films: readonly Film[] = readFilms()): PlannedVideo[] {
  return films.map((film) => ({ ...film, access: film.releasedOn < FREE_BEFORE ? 'FREE' : 'SUBSCRIBERS' }));
}

/** What a video is known by, before it has an id. */
export const videoKey = ({ title, releasedOn }: Pick<Film, 'title' | 'releasedOn'>): string => `${title} ${releasedOn}`;
