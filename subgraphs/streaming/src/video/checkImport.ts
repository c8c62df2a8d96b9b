import { derivedId, foldText, InputCheck } from '@wellspring/kit';
import type { ImportVideoInput } from '../generated/resolvers.ts';
import type { VideoDocument } from './VideoDocument.ts';

const MAX_VIDEOS = 500;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Reads the input of importVideos.
 * @returns what is to be stored. A video's id is derived from its title and the day of its release, so that a repeat finds it
 * @throws WellspringError BAD_INPUT with every fault
 */
export function checkImport(videos: readonly ImportVideoInput[]): VideoDocument[] {
  const check = new InputCheck();
  const count = videos.length;
  check.expect(count >= 1 && count <= MAX_VIDEOS, 'videos', `Expected 1 to ${MAX_VIDEOS} videos, got ${count}.`);
  const seen = new Set<string>();
  const documents = videos.slice(0, MAX_VIDEOS).map((input, index) => {
    const document = checkVideo(check, `videos[${index}]`, input);
    const message = `Expected each video once, got "${document.title}" again: the same title and day of release.`;
    check.expect(!seen.has(document._id), `videos[${index}]`, message);
    seen.add(document._id);
    return document;
  });
  check.throwFaults();
  return documents;
}

function checkVideo(check: InputCheck, at: string, input: ImportVideoInput): VideoDocument {
  const title = check.text(`${at}.title`, input.title, { max: 200 });
  const releasedOn = input.releasedOn ?? null;
  check.expect(
    releasedOn === null || isDay(releasedOn),
    `${at}.releasedOn`,
    `Expected a day as YYYY-MM-DD, got ${JSON.stringify(releasedOn)}.`,
  );
  const minutes = input.minutes ?? null;
  if (minutes !== null) check.whole(`${at}.minutes`, minutes, { min: 1, max: 1_000 });
  const sortTitle = foldText(title);
  return {
    _id: derivedId('video', sortTitle, releasedOn ?? ''),
    title,
    releasedOn,
    year: releasedOn === null ? null : Number(releasedOn.slice(0, 4)),
    genre: input.genre ?? null,
    access: input.access,
    director: check.optionalText(`${at}.director`, input.director, { max: 100 }),
    minutes,
    rating: check.optionalText(`${at}.rating`, input.rating, { max: 20 }),
    sortTitle,
  };
}

/** Whether there is such a day: the calendar has no 30 February. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00.000Z`);
  return DAY.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
