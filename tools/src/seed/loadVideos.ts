import { assertHeld, countOf } from './countOf.ts';
import { forEachBounded } from './forEachBounded.ts';
import { planVideos, videoKey } from './planVideos.ts';
import type { SeedPhase } from './SeedPhase.ts';
import { persist, SEED_STAFF } from './SeedTarget.ts';

/** Videos in one request: small enough for one read and one write of the database. */
const BATCH = 400;
/** Requests under way at a time. */
const CONCURRENCY = 2;

const IMPORT = `mutation Import($videos: [ImportVideoInput!]!) { importVideos(videos: $videos) { created videos { id } } }`;

/** Every film of the table, imported by staff in batches; a repeat writes nothing. */
export const videosPhase: SeedPhase = {
  name: 'videos',
  needs: ['streaming'],
  after: [],
  async run({ target, videoIds, onDone }) {
    const url = target('streaming');
    const planned = planVideos();
    const batches = Array.from({ length: Math.ceil(planned.length / BATCH) }, (_, index) =>
      planned.slice(index * BATCH, (index + 1) * BATCH),
    );
    let done = 0;
    let created = 0;
    await forEachBounded(batches, CONCURRENCY, async (videos) => {
      const { importVideos } = await persist<{ importVideos: { created: number; videos: { id: string }[] } }>(url, {
        query: IMPORT,
        variables: { videos },
        actor: SEED_STAFF,
        timeoutMs: 60_000,
      });
      videos.forEach((video, index) => {
        videoIds.set(videoKey(video), importVideos.videos[index]?.id ?? '');
      });
      created += importVideos.created;
      done += videos.length;
      onDone(done, planned.length);
    });
    const total = await countOf(url, 'videos(first: 1)');
    assertHeld('videos', total, planned.length);
    return { total, created };
  },
};
