import { isDeepStrictEqual } from 'node:util';
import { requireStaff } from '@wellspring/kit';
import type { StreamingContext } from '../context.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { checkImport } from './checkImport.ts';
import type { ImportedVideosDocument } from './ImportedVideosDocument.ts';
import type { VideoDocument } from './VideoDocument.ts';

/** How often an import looks again when somebody else imported the same videos meanwhile. */
const RACES = 3;
const DUPLICATE_KEY = 11_000;

/** Adds what is new and changes what is different, with one write for each kind: a repeat writes nothing. */
export const importVideos: NonNullable<MutationResolvers['importVideos']> = async (_root, { videos }, ctx) => {
  requireStaff(ctx);
  const documents = checkImport(videos);
  for (let race = 1; ; race += 1) {
    try {
      return await write(ctx, documents);
    } catch (error) {
      if ((error as { code?: unknown }).code !== DUPLICATE_KEY || race === RACES) throw error;
    }
  }
};

async function write(
  { models: { Video }, records: { Audience } }: StreamingContext,
  documents: readonly VideoDocument[],
): Promise<ImportedVideosDocument> {
  const ids = documents.map(({ _id }) => _id);
  const found = (await Video.find({ _id: { $in: ids } })
    .lean()
    .exec()) as VideoDocument[];
  const before = new Map(found.map((document) => [document._id, document]));
  const created = documents.filter(({ _id }) => !before.has(_id));
  const changed = documents.filter((document) => {
    const old = before.get(document._id);
    return old !== undefined && !isDeepStrictEqual(document, contentOf(old));
  });
  const regrouped = changed.filter(({ _id, genre }) => before.get(_id)?.genre !== genre);

  if (created.length > 0) await Video.insertMany(created);
  if (changed.length > 0)
    await Video.bulkWrite(changed.map(({ _id, ...$set }) => ({ updateOne: { filter: { _id }, update: { $set } } })));
  // The counts repeat the genre, so that the favourites of one are found. A crash in between is made good by the next change only: it costs a place in a list.
  if (regrouped.length > 0)
    await Audience.bulkWrite(
      regrouped.map(({ _id, genre }) => ({ updateOne: { filter: { _id }, update: { $set: { genre } } } })),
    );
  return {
    created: created.length,
    changed: changed.length,
    unchanged: documents.length - created.length - changed.length,
    videos: documents,
  };
}

/** A stored video without its stamp, its fields in the order of a new one's. */
function contentOf({
  _id,
  title,
  releasedOn,
  year,
  genre,
  access,
  director,
  minutes,
  rating,
  sortTitle,
}: VideoDocument) {
  return { _id, title, releasedOn, year, genre, access, director, minutes, rating, sortTitle };
}
