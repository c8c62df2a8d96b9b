import { setTimeout as pause } from 'node:timers/promises';
import { quantile } from '../hops/summarise.ts';
import type { Balancer } from '../outage/Balancer.ts';
import type { World } from './World.ts';

/** What came of the requests of one phase. */
export interface PhaseReport {
  readonly requests: number;
  readonly mutations: number;
  /** Not answered, or with an error. */
  readonly failed: number;
  /** By operation and code. */
  readonly failures: Readonly<Record<string, number>>;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly slowestMs: number;
}

interface Phase {
  readonly took: number[];
  mutations: number;
  failed: number;
  readonly failures: Record<string, number>;
}

interface Answer {
  readonly data?: { readonly placeOrder?: { readonly id: string } | null };
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** Sends requests at a constant rate, whatever becomes of them, each once. */
export class Load {
  /** Orders that were acknowledged, and by whom they were placed. */
  readonly placed = new Map<string, string>();
  readonly #balancer: Balancer;
  readonly #world: World;
  readonly #rate: number;
  readonly #phases = new Map<string, Phase>();
  readonly #underWay = new Set<Promise<void>>();
  #phase: Phase;
  #loading = true;
  #running: Promise<void> | undefined;

  constructor(balancer: Balancer, world: World, rate: number) {
    this.#balancer = balancer;
    this.#world = world;
    this.#rate = rate;
    this.#phase = this.enter('processes');
  }

  /** What is sent from here on counts there. */
  enter(name: string): Phase {
    const phase = this.#phases.get(name) ?? { took: [], mutations: 0, failed: 0, failures: {} };
    this.#phases.set(name, phase);
    this.#phase = phase;
    return phase;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#loading = false;
    await this.#running;
    await Promise.all(this.#underWay);
  }

  report(name: string): PhaseReport {
    const { took, mutations, failed, failures } = this.#phases.get(name) ?? this.enter(name);
    const ordered = took.toSorted((a, b) => a - b);
    const ms = (share: number): number => Math.round(quantile(ordered, share) * 10) / 10;
    const requests = took.length;
    return { requests, mutations, failed, failures, p50Ms: ms(0.5), p99Ms: ms(0.99), slowestMs: ms(1) };
  }

  async #run(): Promise<void> {
    const began = performance.now();
    for (let sent = 0; this.#loading; sent += 1) {
      const due = began + (sent * 1_000) / this.#rate - performance.now();
      if (due > 0) await pause(due);
      const work = this.#send(sent, this.#phase);
      this.#underWay.add(work);
      void work.then(() => this.#underWay.delete(work));
    }
  }

  async #send(n: number, phase: Phase): Promise<void> {
    const { name, isMutation, query, variables, actor } = this.#world.request(n);
    if (isMutation) phase.mutations += 1;
    const from = performance.now();
    const fault = await this.#ask(Buffer.from(JSON.stringify({ query, variables })), actor).catch(
      ({ message }: Error) => message,
    );
    phase.took.push(performance.now() - from);
    if (fault === undefined) return;
    phase.failed += 1;
    const what = `${name}: ${fault}`;
    phase.failures[what] = (phase.failures[what] ?? 0) + 1;
  }

  /** @returns why the answer is not whole */
  async #ask(body: Buffer, actor: string): Promise<string | undefined> {
    const { status, body: text } = await this.#balancer.send(body, { 'x-wellspring-actor': actor });
    if (status !== 200) return `status ${status}`;
    const { data, errors = [] } = JSON.parse(text.toString()) as Answer;
    const id = data?.placeOrder?.id;
    if (id !== undefined) this.placed.set(id, actor);
    const [error] = errors;
    return error && `${error.extensions?.code}: ${error.message}`;
  }
}
