import { join } from 'node:path';
import { connect } from '@nats-io/transport-node';
import { freePort, type ServerProcess, startServerProcess } from '@wellspring/kit/embedded';
import type { Platform } from '@wellspring/tools/platform/Platform.ts';
import { ROOT } from '@wellspring/tools/root.ts';
import type { Condition, Way } from './AggregationReport.ts';
import { type DelayProxy, startDelayProxy } from './startDelayProxy.ts';

/** The units whose parts an overview has. */
export const OWNERS = ['members', 'orders', 'catalog'] as const;
export type Owner = (typeof OWNERS)[number];

export interface StageOptions {
  /** Runs insights and the owners. */
  readonly platform: Platform;
  /** Who is slow and down. */
  readonly unit: Owner;
  readonly delayMs: number;
  readonly deadlineMs: number;
}

/** The processes of the comparison, beside the platform's, and what is done to one of the owners. */
export class AggregationStage {
  readonly #options: StageOptions;
  readonly #responders = new Map<Owner, ServerProcess>();
  readonly #aggregators: ServerProcess[] = [];
  readonly #proxies: DelayProxy[] = [];
  readonly #urls = { calls: '', slowCalls: '', messages: '' };
  #slowNats = '';
  #condition: Condition = 'healthy';

  constructor(options: StageOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { platform, unit, delayMs } = this.#options;
    const [http, nats] = await Promise.all([
      // What the unit answers comes later: over HTTP from the server, over NATS from the responder.
      startDelayProxy({ port: portOf(platform.unitUrl(unit)), delay: delayMs, towards: 'client' }),
      startDelayProxy({ port: portOf(platform.nats.url), delay: delayMs, towards: 'server' }),
    ]);
    this.#proxies.push(http, nats);
    this.#slowNats = `nats://127.0.0.1:${nats.port}`;
    this.#urls.calls = await this.#startAggregator('calls');
    this.#urls.slowCalls = await this.#startAggregator('calls', {
      [`URL_${unit.toUpperCase()}`]: `http://127.0.0.1:${http.port}/graphql`,
    });
    this.#urls.messages = await this.#startAggregator('messages');
    for (const owner of OWNERS) await this.#startResponder(owner);
  }

  /** Where a way answers, in the condition that holds. */
  url(way: Way): string {
    if (way === 'local') return this.#options.platform.unitUrl('insights');
    if (way === 'messages') return this.#urls.messages;
    return this.#condition === 'slow' ? this.#urls.slowCalls : this.#urls.calls;
  }

  /** Makes the unit healthy, slow or down, for all ways alike. */
  async enter(condition: Condition): Promise<void> {
    if (condition === this.#condition) return;
    const { platform, unit } = this.#options;
    await this.#responders.get(unit)?.stop();
    this.#responders.delete(unit);
    if (this.#condition === 'down') {
      await platform.release(unit);
      await platform.ready(unit, 120_000);
    }
    if (condition === 'down') await platform.hold(unit, { signal: 'SIGKILL' });
    else await this.#startResponder(unit, condition === 'slow' ? this.#slowNats : undefined);
    this.#condition = condition;
  }

  /** Everybody who works for an answer: units, servers, aggregators, responders. */
  pids(): number[] {
    const own = [...this.#aggregators, ...this.#responders.values()].map(({ pid }) => pid);
    return [...this.#options.platform.status().flatMap(({ pid }) => pid ?? []), ...own];
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#aggregators, ...this.#responders.values()].map((process_) => process_.stop()));
    await Promise.all(this.#proxies.map((proxy) => proxy.stop()));
  }

  async #startAggregator(way: 'calls' | 'messages', more: Readonly<Record<string, string>> = {}): Promise<string> {
    const { platform, deadlineMs } = this.#options;
    const port = await freePort();
    const urls = OWNERS.map((owner) => [`URL_${owner.toUpperCase()}`, platform.unitUrl(owner)]);
    const base = `http://127.0.0.1:${port}`;
    this.#aggregators.push(
      await this.#launch(
        'aggregatorMain.ts',
        `aggregator by ${way}`,
        {
          ...{ BY: way, PORT: String(port), DEADLINE: String(deadlineMs), NATS_URL: platform.nats.url },
          ...Object.fromEntries(urls),
          ...more,
        },
        async () => {
          const response = await fetch(`${base}/readyz`, { signal: AbortSignal.timeout(2_000) });
          if (!response.ok) throw new Error(`/readyz answered ${response.status}`);
        },
      ),
    );
    return `${base}/graphql`;
  }

  async #startResponder(owner: Owner, natsUrl = this.#options.platform.nats.url): Promise<void> {
    const { platform } = this.#options;
    const { user, pass } = platform.natsUser('operator') ?? {};
    const answers = async (): Promise<void> => {
      const connection = await connect({
        servers: platform.nats.url,
        inboxPrefix: '_INBOX_operator',
        reconnect: false,
        ...(user === undefined ? {} : { user, pass: pass ?? '' }),
      });
      await connection.request(`query.ping.${owner}`, '', { timeout: 2_000 }).finally(() => connection.close());
    };
    const env = { UNIT: owner, MONGODB_URI: platform.mongoUri(owner), NATS_URL: natsUrl };
    this.#responders.set(owner, await this.#launch('responderMain.ts', `responder of ${owner}`, env, answers));
  }

  #launch(
    main: string,
    name: string,
    env: Readonly<Record<string, string>>,
    answers: () => Promise<void>,
  ): Promise<ServerProcess> {
    const { user, pass } = this.#options.platform.natsUser('operator') ?? {};
    const signIn = user === undefined ? {} : { NATS_USER: user, NATS_PASSWORD: pass ?? '' };
    return startServerProcess({
      name,
      command: process.execPath,
      args: ['--disable-warning=ExperimentalWarning', join('bench', 'aggregation', main)],
      cwd: ROOT,
      env: { ...process.env, ...signIn, ...env },
      answers,
    });
  }
}

const portOf = (url: string): number => Number(new URL(url).port);
