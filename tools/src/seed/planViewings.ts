import { fnv1a, mulberry32, type Random } from '@wellspring/kit/random';
import { pick, weighted } from './pick.ts';
import { type PlannedVideo, videoKey } from './planVideos.ts';

export interface PlannedViewing {
  /** Index of the member who watches. */
  readonly member: number;
  /** See {@link videoKey}. */
  readonly video: string;
  /** Whether it needs no subscription. */
  readonly free: boolean;
  /** How far, in seconds. */
  readonly position: number;
  readonly finished: boolean;
}

export interface ViewingPlan {
  readonly members: number;
  readonly seed: number;
  readonly videos: readonly PlannedVideo[];
}

/** Members of one taste watch the same films, so that one's viewings tell what the others may like. */
const TASTES: readonly { readonly name: string; likes(video: PlannedVideo): boolean }[] = [
  { name: 'westerns', likes: ({ genre }) => genre === 'WESTERN' },
  { name: 'musicals', likes: ({ genre }) => genre === 'MUSICAL' },
  { name: 'horror', likes: ({ genre }) => genre === 'HORROR' },
  { name: 'adventures', likes: ({ genre }) => genre === 'ADVENTURE' },
  { name: 'war and action', likes: ({ genre }) => genre === 'ACTION' },
  { name: 'comedies', likes: ({ genre }) => genre === 'COMEDY' || genre === 'ROMANTIC_COMEDY' },
  { name: 'great dramas', likes: ({ genre }) => genre === 'DRAMA' || genre === 'THRILLER' },
  { name: 'Hitchcock', likes: ({ director }) => director === 'Alfred Hitchcock' },
  { name: 'Spielberg', likes: ({ director }) => director === 'Steven Spielberg' },
];

/** How many viewings a member has: one in seven none, most one or two, a few up to ten. Shares in percent. */
const HABITS = [
  { upTo: 15, from: 0, to: 0 },
  { upTo: 60, from: 1, to: 2 },
  { upTo: 90, from: 3, to: 5 },
  { upTo: 100, from: 6, to: 10 },
];

/**
 * Makes the members' viewings up. Those of member i depend on the seed, the videos and i alone. Everybody has one taste; eight in ten
 * viewings are of it, half of them of free films. Within a taste the k-th favourite is watched 1/k^1.25 as often as the first (Zipf's law).
 */
export function planViewings({ members, seed, videos }: ViewingPlan): PlannedViewing[] {
  const shelves = TASTES.map(({ likes }) => shelf(videos.filter(likes), seed));
  const all = shelf(videos, seed);
  return Array.from({ length: members }, (_, member) => {
    const random = mulberry32(fnv1a(`viewer ${seed} ${member}`));
    const own = pick(shelves, random);
    const count = viewingsOf(random);
    const chosen = new Map<string, PlannedViewing>();
    // A favourite may be drawn again: the tries are bounded, and who likes little watches little.
    for (let tries = 0; chosen.size < count && tries < 10 * count; tries += 1) {
      const choose = random() < 0.8 ? own : all;
      const video = choose(random);
      const key = videoKey(video);
      if (!chosen.has(key))
        chosen.set(key, { member, video: key, free: video.access === 'FREE', ...progress(video, random) });
    }
    return [...chosen.values()];
  }).flat();
}

/** A chooser of films: of the free ones and of all, each as often as the other. */
function shelf(videos: readonly PlannedVideo[], seed: number): (random: Random) => PlannedVideo {
  const ranked = [...videos].sort((a, b) => rankOf(a, seed) - rankOf(b, seed));
  const chooser = (some: readonly PlannedVideo[]) => weighted(some, (_, index) => 1 / (index + 1) ** 1.25);
  const free = ranked.filter(({ access }) => access === 'FREE');
  const [any, ofFree] = [chooser(ranked), chooser(free.length > 0 ? free : ranked)];
  return (random) => (random() < 0.5 ? ofFree : any)(random);
}

const rankOf = (video: PlannedVideo, seed: number): number => fnv1a(`film ${seed} ${videoKey(video)}`);

function viewingsOf(random: Random): number {
  const share = random() * 100;
  const { from, to } = HABITS.find(({ upTo }) => share < upTo) ?? { from: 0, to: 0 };
  return from + Math.floor(random() * (to - from + 1));
}

/** Three in five are watched to their end, the others left somewhere. Where the length is not known, two hours are taken. */
function progress({ minutes }: PlannedVideo, random: Random): Pick<PlannedViewing, 'position' | 'finished'> {
  const length = (minutes ?? 120) * 60;
  const finished = random() < 0.6;
  return { finished, position: finished ? length : Math.floor(length * (0.05 + 0.8 * random())) };
}
