import { waitFor } from '../client/waitFor.ts';
import type { DemoPlatform } from './DemoPlatform.ts';
import { DemoProduct } from './DemoProduct.ts';
import { askDemoQuery, DEMO_QUERY, type DemoOrder, median, missingIn, trace } from './demoQuery.ts';
import { inWords, type Narrator } from './Narrator.ts';

/** What was measured; a step that could not be taken is left out. All times in ms. */
export interface DemoReport {
  readonly ok: boolean;
  readonly failures: readonly string[];
  readonly endpoint: string;
  readonly query?: {
    readonly fetches: readonly string[];
    readonly p50: number;
    readonly runs: number;
    readonly orders: number;
    readonly lines: number;
  };
  readonly change?: { readonly committed: number; readonly shown: number };
  readonly outage?: { readonly p50: number; readonly runs: number; readonly complete: number };
  readonly comeback?: { readonly answering: number; readonly committed: number; readonly shown: number };
}

/** How often the demo query is asked for a median. */
const RUNS = 20;
/** How long a copy may take before the demo gives up on it. */
const COPY_DEADLINE = 15_000;
/** How long catalog may take to start. */
const START_DEADLINE = 60_000;

type Measured = { -readonly [K in keyof DemoReport]?: DemoReport[K] };

/**
 * Shows, on a running platform, that a query over three units is one fetch, that a change reaches its copies by itself,
 * that the copies serve while their owner is dead, and that they catch up when it is back. Leaves the platform as it was
 * found, also when something fails or `signal` ends it early.
 */
export async function runDemo(platform: DemoPlatform, narrator: Narrator, signal: AbortSignal): Promise<DemoReport> {
  const measured: Measured = {};
  let product: DemoProduct | undefined;
  let killed = false;
  try {
    if ((await catalogOf(platform)).state === 'held') {
      throw new Error(
        'catalog is held down already. Let it run with `npm run unit -- release catalog`, then start the demo again.',
      );
    }
    const orders = await oneFetch(platform, narrator, measured);
    signal.throwIfAborted();
    product = await DemoProduct.of(platform.endpoint, firstOf(orders).id);
    await change(product, narrator, measured, signal);
    signal.throwIfAborted();
    killed = true;
    await outage(platform, narrator, measured, orders.length, signal);
    signal.throwIfAborted();
    await comeback(platform, product, narrator, measured, signal);
    killed = false;
  } catch (error) {
    if (!signal.aborted) narrator.claim(false, 'The demo goes through to its end', (error as Error).message);
  } finally {
    await cleanUp(platform, narrator, product, killed);
  }
  return {
    ok: narrator.failures.length === 0 && !signal.aborted,
    failures: narrator.failures,
    endpoint: platform.endpoint,
    ...measured,
  };
}

async function catalogOf(platform: DemoPlatform) {
  const services = await platform.status();
  const catalog = services.find(({ name }) => name === 'catalog');
  if (catalog !== undefined) return catalog;
  throw new Error(`Expected the platform to run catalog; it runs ${services.map(({ name }) => name).join(', ')}.`);
}

async function oneFetch(
  { endpoint }: DemoPlatform,
  narrator: Narrator,
  measured: Measured,
): Promise<readonly DemoOrder[]> {
  narrator.chapter(
    'One query, one fetch',
    'Ten orders, who placed them, and what is in them by name and price. Names of members belong to the',
    'members unit, names and prices of products to catalog, and orders keeps live copies of just these fields.',
    '',
  );
  for (const line of DEMO_QUERY.split('\n')) narrator.say(`  ${line}`);
  narrator.say('');
  const answers = await repeat(RUNS, () => askDemoQuery(endpoint));
  const [first] = answers;
  const orders = first?.data?.orders?.edges.map(({ node }) => node) ?? [];
  const lines = orders.flatMap(({ lines: inOrder }) => inOrder ?? []);
  const fetches = [...new Set(answers.map((answer) => answer.fetches?.join(', ') ?? 'not told'))];
  const p50 = median(answers.map(({ ms }) => ms));
  measured.query = { fetches: first?.fetches ?? [], p50, runs: RUNS, orders: orders.length, lines: lines.length };

  if (orders.length === 0)
    throw new Error(
      'There are no orders to show. Load the sample data with `npm run seed`, then start the demo again.',
    );
  const missing = answers.flatMap(({ data }) => missingIn(data?.orders?.edges.map(({ node }) => node) ?? []));
  narrator.claim(
    fetches.length === 1 && fetches[0] === 'orders',
    'The gateway made one fetch, to orders; members and catalog were not asked',
    fetches.join(' | '),
  );
  narrator.claim(
    missing.length === 0,
    `${orders.length} orders with ${lines.length} lines came back in full`,
    `missing: ${missing.join(', ')}`,
  );
  narrator.say(`  p50 of ${RUNS}: ${inWords(p50)}`);
  const { member, lines: bought } = firstOf(orders);
  const line = bought?.[0];
  narrator.say(
    `  e.g. ${member?.displayName}: ${line?.quantity} × ${short(line?.product?.name)}, ${line?.product?.price?.amount} ${line?.product?.price?.currency}`,
  );
  return orders;
}

async function change(
  product: DemoProduct,
  narrator: Narrator,
  measured: Measured,
  signal: AbortSignal,
): Promise<void> {
  const name = renamed(product.originalName);
  narrator.chapter(
    'A change at the owner reaches the copy by itself',
    `catalog renames "${short(product.originalName)}".`,
  );
  const { committed, shown } = await renameAndWatch(product, name, narrator, signal);
  measured.change = { committed, shown };
}

async function outage(
  platform: DemoPlatform,
  narrator: Narrator,
  measured: Measured,
  orders: number,
  signal: AbortSignal,
): Promise<void> {
  const { pid } = await catalogOf(platform);
  narrator.chapter(
    'The owner dies, and nobody notices',
    `SIGKILL to catalog${pid === undefined ? '' : ` (process ${pid})`}; the supervisor holds it down.`,
  );
  await platform.hold('catalog', { signal: 'SIGKILL' });
  const { errors } = await trace(platform.endpoint, '{ products(first: 1) { totalCount } }');
  const error = errors[0]?.extensions;
  narrator.claim(
    error?.code === 'SUBGRAPH_UNAVAILABLE' && error.service === 'catalog',
    'catalog is dead: whoever asks it gets SUBGRAPH_UNAVAILABLE with its name',
    JSON.stringify(errors),
  );
  signal.throwIfAborted();
  const answers = await repeat(RUNS, () => askDemoQuery(platform.endpoint));
  const whole = answers.filter(({ data, errors: faults }) => {
    const got = data?.orders?.edges.map(({ node }) => node) ?? [];
    return faults.length === 0 && got.length >= orders && missingIn(got).length === 0;
  });
  const p50 = median(answers.map(({ ms }) => ms));
  measured.outage = { p50, runs: RUNS, complete: whole.length };
  narrator.claim(
    whole.length === RUNS,
    `The same query still answers in full, product names and prices included: ${whole.length} of ${RUNS} times`,
    JSON.stringify(answers.find((answer) => !whole.includes(answer))?.errors),
  );
  const copy = answers.at(-1)?.freshness.find(({ view }) => view === 'catalog.ProductListing');
  narrator.claim(
    copy !== undefined,
    `Nothing is hidden: the answer tells that the copy of catalog's products is as of ${inWords(copy?.lagMs ?? 0)} ago`,
    'no entry for catalog.ProductListing in extensions.freshness',
  );
  narrator.say(`  p50 of ${RUNS}: ${inWords(p50)}, and ${inWords(measured.query?.p50 ?? 0)} while its owner lived`);
}

async function comeback(
  platform: DemoPlatform,
  product: DemoProduct,
  narrator: Narrator,
  measured: Measured,
  signal: AbortSignal,
): Promise<void> {
  narrator.chapter(
    'The owner comes back and catches up',
    'The supervisor lets catalog run again, and catalog renames the product once more.',
  );
  const start = performance.now();
  await platform.release('catalog');
  await untilCatalogAnswers(platform.endpoint, signal);
  const answering = performance.now() - start;
  narrator.claim(true, `catalog answered again ${inWords(answering)} after it was let go`);
  const { committed, shown } = await renameAndWatch(product, renamed(product.originalName), narrator, signal);
  measured.comeback = { answering, committed, shown };
}

async function renameAndWatch(product: DemoProduct, name: string, narrator: Narrator, signal: AbortSignal) {
  const committed = await product.rename(name);
  const { ms: shown, alone } = await product.untilOrdersShows(name, COPY_DEADLINE, signal);
  narrator.claim(true, `orders shows "${short(name)}" ${inWords(shown)} after catalog had committed it`);
  narrator.claim(alone, 'It was read from orders alone: the new name is in its copy', 'a fetch to another unit');
  return { committed, shown };
}

async function cleanUp(
  platform: DemoPlatform,
  narrator: Narrator,
  product: DemoProduct | undefined,
  killed: boolean,
): Promise<void> {
  if (!killed && !product?.isTouched) return;
  narrator.chapter('As it was before');
  try {
    if (killed) {
      await platform.release('catalog');
      await untilCatalogAnswers(platform.endpoint);
    }
    if (product?.isTouched) {
      await product.restore(START_DEADLINE);
      const { ms } = await product.untilOrdersShows(product.originalName, COPY_DEADLINE);
      narrator.claim(
        true,
        `catalog runs, and the product has its own name again, in orders too (${inWords(ms)} later)`,
      );
    } else narrator.claim(true, 'catalog runs');
  } catch (error) {
    const name =
      product === undefined ? '' : ` Product ${product.id} was called ${JSON.stringify(product.originalName)}.`;
    narrator.claim(false, `The platform is as it was.${name}`, (error as Error).message);
  }
}

async function untilCatalogAnswers(endpoint: string, signal?: AbortSignal): Promise<void> {
  await waitFor(
    async () => {
      const { errors, data } = await trace<{ products: object | null }>(
        endpoint,
        '{ products(first: 1) { totalCount } }',
      );
      return errors.length === 0 && data?.products ? true : undefined;
    },
    {
      deadlineMs: START_DEADLINE,
      pauseMs: 10,
      longestMs: 50,
      isTransient: () => true,
      ...(signal === undefined ? {} : { signal }),
      timedOut: () =>
        new Error(
          `Expected catalog to answer within ${START_DEADLINE / 1_000} s of its release; it did not. Its log says why.`,
        ),
    },
  );
}

async function repeat<T>(times: number, ask: () => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  for (let run = 0; run < times; run += 1) answers.push(await ask());
  return answers;
}

function firstOf(orders: readonly DemoOrder[]): DemoOrder {
  const [first] = orders;
  if (first === undefined) throw new Error('Expected at least one order.');
  return first;
}

/** A name that says what it is, and differs from run to run: an old copy cannot pass for a new one. */
function renamed(name: string): string {
  return `Renamed at ${new Date().toISOString().slice(11, 23)}: ${name}`.slice(0, 300);
}

/** As much of a name as a line takes. */
function short(name: string | null | undefined): string {
  const text = name ?? '';
  return text.length > 60 ? `${text.slice(0, 59).trimEnd()}…` : text;
}
