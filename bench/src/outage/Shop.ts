import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { freePort, type ServerProcess, startServerProcess } from '@wellspring/kit/embedded';
import { ROOT } from '@wellspring/tools/root.ts';
import { type ShopSubgraph, SUBGRAPHS, typeDefsOf } from '../gateway/shop.ts';

/** The shop's subgraphs, a process each, and what may be done to them. */
export class Shop {
  readonly #ports = new Map<ShopSubgraph, number>();
  readonly #processes = new Map<ShopSubgraph, ServerProcess>();

  async start(): Promise<void> {
    for (const name of SUBGRAPHS) this.#ports.set(name, await freePort());
    await Promise.all(SUBGRAPHS.map((name) => this.revive(name)));
  }

  get supergraph(): string {
    const services = SUBGRAPHS.map((name) => ({
      name,
      typeDefs: typeDefsOf(name),
      url: `${this.#origin(name)}/${name}`,
    }));
    const { supergraphSdl, errors } = composeServices(services);
    if (supergraphSdl === undefined) throw new AggregateError(errors ?? [], 'The shop does not compose.');
    return supergraphSdl;
  }

  /** Starts it again where it was. */
  async revive(name: ShopSubgraph): Promise<void> {
    const running = await startServerProcess({
      name,
      command: process.execPath,
      args: [join('bench', 'src', 'gateway', 'shopServer.ts')],
      cwd: ROOT,
      env: { ...process.env, PORT: String(this.#ports.get(name)) },
      answers: async () => void (await fetch(`${this.#origin(name)}/counts`)),
    });
    this.#processes.set(name, running);
  }

  async kill(name: ShopSubgraph): Promise<void> {
    await this.#processes.get(name)?.kill('SIGKILL');
  }

  /** It takes connections and answers nothing. */
  async hang(name: ShopSubgraph): Promise<void> {
    await this.#processes.get(name)?.kill('SIGSTOP');
  }

  async wake(name: ShopSubgraph): Promise<void> {
    await this.#processes.get(name)?.kill('SIGCONT');
  }

  async slow(name: ShopSubgraph, ms: number): Promise<void> {
    await fetch(`${this.#origin(name)}/delay?ms=${ms}`);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#processes.values()].map((running) => running.stop()));
  }

  #origin(name: ShopSubgraph): string {
    return `http://127.0.0.1:${this.#ports.get(name)}`;
  }
}
