import { isOperationFailed } from '../client/OperationFailed.ts';
import { forEachBounded } from './forEachBounded.ts';
import { planVideos } from './planVideos.ts';
import { type PlannedViewing, planViewings } from './planViewings.ts';
import { readPages } from './readPages.ts';
import type { SeedPhase } from './SeedPhase.ts';
import { CONCURRENCY, persist } from './SeedTarget.ts';

interface FoundViewing {
  readonly playback: number;
  readonly position: number;
  readonly finished: boolean;
  readonly video: { readonly id: string };
}

const MINE = `query Mine($after: String) {
  myViewings(first: 100, after: $after) {
    edges { node { playback position finished video { id } } }
    pageInfo { hasNextPage endCursor }
  }
}`;
const WATCH = `mutation Watch($id: ID!, $input: ReportProgressInput!) {
  startPlayback(videoId: $id) { id }
  reportProgress(input: $input) { id }
}`;

/** What members watch, each by themself. What takes a subscription that a member does not have is left out. */
export const viewingsPhase: SeedPhase = {
  name: 'viewings',
  needs: ['members', 'streaming'],
  after: ['members', 'videos', 'subscriptions'],
  async run({ target, seed, members, memberIds, videoIds, subscribers, onDone }) {
    const url = target('streaming');
    const planned = planViewings({ members: members.length, seed, videos: planVideos() });
    const outcomes = { created: 0, before: 0, skipped: 0 };
    let done = 0;
    // One after another of each member, so that what they watched has an order.
    await forEachBounded([...Map.groupBy(planned, ({ member }) => member)], CONCURRENCY, async ([member, viewings]) => {
      const handle = members[member]?.input.handle ?? '';
      const actor = memberIds.get(handle) ?? '';
      // The unit may not have heard yet of a member who joined, or whose subscription was paid, a moment ago.
      const notHeard = ['MEMBER_UNKNOWN', ...(subscribers.has(handle) ? ['SUBSCRIPTION_REQUIRED'] : [])];
      const found = await readPages<FoundViewing>(url, MINE, 'myViewings', actor);
      const watched = new Map(found.map((viewing) => [viewing.video.id, viewing]));
      let subscribes = true;
      for (const viewing of viewings) {
        const id = videoIds.get(viewing.video) ?? '';
        const known = watched.get(id);
        const isThere = known !== undefined && (known.finished || known.position >= viewing.position);
        const plays =
          isThere || ((viewing.free || subscribes) && (await watch(url, actor, id, viewing, known, notHeard)));
        if (!plays) subscribes = false;
        outcomes[!plays ? 'skipped' : known === undefined ? 'created' : 'before'] += 1;
        done += 1;
        onDone(done, planned.length);
      }
    });
    const { created, before, skipped } = outcomes;
    return { total: created + before, created, skipped };
  },
};

/** Answers whether the member may. */
async function watch(
  url: string,
  actor: string,
  id: string,
  { position, finished }: PlannedViewing,
  known: FoundViewing | undefined,
  notHeard: readonly string[],
): Promise<boolean> {
  const input = { videoId: id, playback: known?.playback ?? 1, position, finished };
  try {
    await persist(url, { query: WATCH, variables: { id, input }, actor }, ...notHeard);
    return true;
  } catch (error) {
    if (isOperationFailed(error, 'SUBSCRIPTION_REQUIRED')) return false;
    throw error;
  }
}
