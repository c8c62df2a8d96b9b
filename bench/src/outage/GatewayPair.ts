import { freePort, type ServerProcess } from '@wellspring/kit/embedded';
import { startGateway } from '../startGateway.ts';

export interface GatewayLimits {
  readonly fetchTimeout: number;
  readonly operationTimeout: number;
  readonly breakerOpenFor: number;
}

interface Member {
  readonly origin: string;
  process: ServerProcess | undefined;
  /** How often breakers became what, as it was last told. */
  told: Readonly<Record<string, number>>;
}

/** Two gateways over one supergraph. */
export class GatewayPair {
  readonly #file: string;
  readonly #limits: GatewayLimits;
  readonly #members: Member[] = [];
  /** Of processes that have ended. */
  readonly #former: Record<string, number> = {};

  constructor(supergraphFile: string, limits: GatewayLimits) {
    this.#file = supergraphFile;
    this.#limits = limits;
  }

  async start(): Promise<void> {
    for (let index = 0; index < 2; index += 1) {
      const member: Member = { origin: `http://127.0.0.1:${await freePort()}`, process: undefined, told: {} };
      this.#members.push(member);
      await this.#launch(member);
    }
  }

  get origins(): readonly string[] {
    return this.#members.map(({ origin }) => origin);
  }

  /** Ends one as an orchestrator would, and starts it again. */
  async restart(origin: string): Promise<void> {
    const member = this.#members.find((candidate) => candidate.origin === origin) as Member;
    await this.readBreakers();
    for (const [to, times] of Object.entries(member.told)) this.#former[to] = (this.#former[to] ?? 0) + times;
    member.told = {};
    await member.process?.stop();
    await this.#launch(member);
  }

  /** How often breakers became `open`, `half-open` and `closed` so far. */
  async readBreakers(): Promise<Readonly<Record<string, number>>> {
    const all: Record<string, number> = { ...this.#former };
    for (const member of this.#members) {
      const text = await (await fetch(`${member.origin}/metrics`)).text();
      const told: Record<string, number> = {};
      for (const [, to = '', times] of text.matchAll(
        /^wellspring_gateway_breaker_changes_total\{.*to="([a-z-]+)"\} (\d+)/gm,
      ))
        told[to] = (told[to] ?? 0) + Number(times);
      member.told = told;
      for (const [to, times] of Object.entries(told)) all[to] = (all[to] ?? 0) + times;
    }
    return all;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#members.map((member) => member.process?.stop()));
  }

  async #launch(member: Member): Promise<void> {
    const { fetchTimeout, operationTimeout, breakerOpenFor } = this.#limits;
    member.process = await startGateway(
      { supergraphFile: this.#file, origin: member.origin },
      {
        IDENTITY: 'development',
        DRAIN_DELAY_MS: '1000',
        FETCH_TIMEOUT_MS: String(fetchTimeout),
        OPERATION_TIMEOUT_MS: String(operationTimeout),
        BREAKER_OPEN_MS: String(breakerOpenFor),
      },
    );
  }
}
