import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type ShopSubgraph, SUBGRAPHS } from '../gateway/shop.ts';
import { quantile } from '../hops/summarise.ts';
import { Balancer } from './Balancer.ts';
import { type GatewayLimits, GatewayPair } from './GatewayPair.ts';
import { OPERATIONS } from './operations.ts';
import { Shop } from './Shop.ts';
import { verifyAnswer } from './verifyAnswer.ts';

export interface OutageBench {
  /** Requests a second. */
  readonly rate: number;
  /** How long each fault lasts, and about as long it is well between them; ms. */
  readonly hold: number;
  readonly limits: GatewayLimits;
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
}

export interface OutageReport {
  readonly requests: number;
  /** Answered with another status than 200, not at all, or wrongly. */
  readonly failed: number;
  readonly failures: readonly string[];
  /** Answers that lacked something, rightly. */
  readonly partial: number;
  /** How often each place was lost. */
  readonly lost: Readonly<Record<string, number>>;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly slowestMs: number;
  /** `p99Ms` may not be above: the limit of an operation. */
  readonly boundMs: number;
  readonly breakersOpened: number;
  readonly breakersClosed: number;
  readonly restarts: number;
  readonly seconds: number;
}

/** What a busy machine may take longer; ms. */
const SLACK = 1_000;
/** As many clients, each somebody else: their fetches are not shared. */
const ACTORS = 97;

/** When subgraphs were faulty. */
class Faults {
  readonly #spans: { readonly name: string; readonly from: number; to: number }[] = [];
  readonly #after: number;

  /** @param after how long what is well again may still be taken for faulty; ms */
  constructor(after: number) {
    this.#after = after;
  }

  begin(name: ShopSubgraph): () => void {
    const span = { name, from: performance.now(), to: Number.POSITIVE_INFINITY };
    this.#spans.push(span);
    return () => {
      span.to = performance.now() + this.#after;
    };
  }

  between(from: number, to: number): ReadonlySet<string> {
    return new Set(this.#spans.filter((span) => span.from <= to && from <= span.to).map(({ name }) => name));
  }
}

/** Constant load on two gateways while their subgraphs, and then they, are taken down and come back. */
export async function measureOutage({ rate, hold, limits, signal, tell }: OutageBench): Promise<OutageReport> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-outage-'));
  const supergraph = join(folder, 'supergraph.graphql');
  const shop = new Shop();
  const gateways = new GatewayPair(supergraph, limits);
  let balancer: Balancer | undefined;
  try {
    await shop.start();
    writeFileSync(supergraph, shop.supergraph);
    await gateways.start();
    balancer = new Balancer(gateways.origins);
    const [first = ''] = gateways.origins;
    const whole = await Promise.all(OPERATIONS.map(({ query }) => wholeAnswer(first, query)));

    // Well again, a breaker tries once its time is up; the try that was under way may have to time out before.
    const settle = limits.fetchTimeout + 2 * limits.breakerOpenFor + SLACK;
    const faults = new Faults(settle);
    const load = new Load(balancer, whole, faults);
    let loading = true;
    const began = performance.now();
    const loaded = (async () => {
      for (let sent = 0; loading; sent += 1) {
        const due = began + (sent * 1_000) / rate - performance.now();
        if (due > 0) await pause(due);
        load.send(sent);
      }
    })();
    const outage = async (
      what: string,
      begin: () => Promise<unknown>,
      end: () => Promise<unknown>,
      names: ShopSubgraph[],
    ) => {
      signal.throwIfAborted();
      tell(what);
      const ends = names.map((name) => faults.begin(name));
      await begin();
      await pause(hold);
      await end();
      for (const over of ends) over();
      await pause(settle + hold / 2);
    };
    let restarts = 0;
    try {
      await pause(hold);
      await outage(
        'accounts is killed',
        () => shop.kill('accounts'),
        () => shop.revive('accounts'),
        ['accounts'],
      );
      await outage(
        'products hangs',
        () => shop.hang('products'),
        () => shop.wake('products'),
        ['products'],
      );
      const tooSlow = limits.fetchTimeout * 2;
      await outage(
        'inventory is too slow',
        () => shop.slow('inventory', tooSlow),
        () => shop.slow('inventory', 0),
        ['inventory'],
      );
      await outage(
        'reviews is slow, and in time',
        () => shop.slow('reviews', limits.fetchTimeout / 5),
        () => shop.slow('reviews', 0),
        [],
      );
      await outage(
        'reviews is killed while accounts hangs',
        () => Promise.all([shop.kill('reviews'), shop.hang('accounts')]),
        () => Promise.all([shop.revive('reviews'), shop.wake('accounts')]),
        ['reviews', 'accounts'],
      );
      for (const origin of gateways.origins) {
        signal.throwIfAborted();
        tell(`the gateway ${origin} is restarted`);
        await gateways.restart(origin);
        restarts += 1;
        while (!balancer.isReady(origin)) await pause(20);
      }
      for (const name of SUBGRAPHS) {
        tell(`${name} is restarted`);
        const over = faults.begin(name);
        await shop.kill(name);
        await shop.revive(name);
        restarts += 1;
        over();
        await pause(hold / 2);
      }
      await pause(hold);
    } finally {
      loading = false;
      await loaded;
      await load.ended();
    }
    const seconds = (performance.now() - began) / 1_000;
    const { open = 0, closed = 0 } = await gateways.readBreakers();
    return {
      ...load.report(),
      boundMs: limits.operationTimeout,
      breakersOpened: open,
      breakersClosed: closed,
      restarts,
      seconds,
    };
  } finally {
    await balancer?.stop();
    await gateways.stop();
    await shop.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Sends operations, and says what is wrong with the answers. */
class Load {
  readonly #balancer: Balancer;
  readonly #whole: readonly unknown[];
  readonly #faults: Faults;
  readonly #underWay = new Set<Promise<void>>();
  readonly #took: number[] = [];
  readonly #failures: string[] = [];
  readonly #lost: Record<string, number> = {};
  #partial = 0;

  constructor(balancer: Balancer, whole: readonly unknown[], faults: Faults) {
    this.#balancer = balancer;
    this.#whole = whole;
    this.#faults = faults;
  }

  send(index: number): void {
    const work = this.#send(index).catch((error: Error) => void this.#failures.push(error.message));
    this.#underWay.add(work);
    void work.then(() => this.#underWay.delete(work));
  }

  async ended(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  report() {
    const ordered = this.#took.toSorted((a, b) => a - b);
    const ms = (share: number): number => Math.round(quantile(ordered, share) * 10) / 10;
    return {
      requests: this.#took.length,
      failed: this.#failures.length,
      failures: this.#failures.slice(0, 5),
      partial: this.#partial,
      lost: this.#lost,
      p50Ms: ms(0.5),
      p99Ms: ms(0.99),
      slowestMs: ms(1),
    };
  }

  async #send(index: number): Promise<void> {
    const operation = OPERATIONS[index % OPERATIONS.length] as (typeof OPERATIONS)[number];
    const whole = this.#whole[index % OPERATIONS.length];
    const from = performance.now();
    try {
      const body = Buffer.from(JSON.stringify({ query: operation.query }));
      const answer = await this.#balancer.send(body, { 'x-wellspring-actor': `m-${index % ACTORS}` });
      if (answer.status !== 200) throw new Error(`status ${answer.status}: ${answer.body.subarray(0, 200)}`);
      const faulty = this.#faults.between(from, performance.now());
      const lost = verifyAnswer(operation, JSON.parse(answer.body.toString()), whole, faulty);
      if (lost.length > 0) this.#partial += 1;
      for (const place of lost) this.#lost[place] = (this.#lost[place] ?? 0) + 1;
    } finally {
      this.#took.push(performance.now() - from);
    }
  }
}

async function wholeAnswer(origin: string, query: string): Promise<unknown> {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
  if (errors !== undefined) throw new Error(`${query} is not whole with all subgraphs well: ${JSON.stringify(errors)}`);
  return data;
}
