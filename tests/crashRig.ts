import { catalog } from '@wellspring/catalog';
import type { ProcessExit } from '@wellspring/kit/embedded';
import { eventually, startTestServers, type TestServers } from '@wellspring/kit/testing';
import { orders } from '@wellspring/orders';
import { followChain } from '@wellspring/tools/faults/followChain.ts';
import { Inspector } from '@wellspring/tools/faults/Inspector.ts';
import { startUnitProcess, type UnitProcess } from './UnitProcess.ts';

/** `WELLSPRING_CRASH_AT` and the like. */
type Environment = Readonly<Record<string, string>>;

/** The owner catalog and its consumer orders, each in processes of its own that can be made to die. */
export interface CrashRig {
  readonly servers: TestServers;
  readonly inspector: Inspector;
  readonly catalog: UnitProcess;
  readonly orders: UnitProcess;
  /** Kills the unit's process and starts another one in its place. */
  start(unit: 'catalog' | 'orders', env?: Environment): Promise<UnitProcess>;
  /** One more process of the unit, beside the other one. */
  startAnother(unit: 'catalog' | 'orders', env?: Environment): Promise<UnitProcess>;
  /** Starts the unit anew with `env`, lets `provoke` lead it to its death, starts it again without. @returns how it died */
  crash(
    unit: 'catalog' | 'orders',
    env: Environment,
    provoke: (doomed: UnitProcess) => unknown,
    whileDead?: () => Promise<void>,
  ): Promise<ProcessExit>;
  /** A new product named n0; answers the id. */
  add(sku: string): Promise<string>;
  /** Renames a product, through `through` (the catalog's one process unless given). Nobody answers when that dies of it. */
  rename(id: string, name: string, through?: UnitProcess): Promise<void>;
  nameOf(id: string): Promise<unknown>;
  /** What is wrong now: replica rows, events, and the product's own history. */
  faults(id: string): Promise<string[]>;
  /** What is still wrong after 15 s of waiting for nothing to be wrong. */
  lastingFaults(id: string): Promise<string[]>;
  stop(): Promise<void>;
}

const STAFF = 'staff:crash';

/** Starts servers and both units; `stop()` ends them. */
export async function startCrashRig(): Promise<CrashRig> {
  const servers = await startTestServers();
  const inspector = await Inspector.open([catalog, orders], {
    mongoUri: (unit) => servers.mongo.uriFor(unit),
    natsUrl: servers.nats.url,
  });
  const running = new Map<string, UnitProcess>();
  const all: UnitProcess[] = [];
  const get = (unit: string): UnitProcess => running.get(unit) as UnitProcess;

  const startAnother: CrashRig['startAnother'] = async (unit, env = {}) => {
    const process = await startUnitProcess(unit, servers, env);
    all.push(process);
    return process;
  };
  const start: CrashRig['start'] = async (unit, env = {}) => {
    await running.get(unit)?.kill('SIGKILL');
    const process = await startAnother(unit, { INSTANCE: `${unit}-1`, ...env });
    running.set(unit, process);
    return process;
  };
  const product = async (id: string) => (await inspector.documents('catalog', 'Product')).find(({ _id }) => _id === id);

  const faults: CrashRig['faults'] = async (id) => {
    const { lost, twice } = await inspector.eventFaults('catalog');
    const renames = (await inspector.archive('catalog')).filter(
      ({ type, entityId }) => type === 'ProductRenamed' && entityId === id,
    );
    const links = renames.map(({ data }) => ({ previous: String(data.previous), next: String(data.name) }));
    const { values, loose } = followChain('n0', links);
    const name = (await product(id))?.name;
    return [
      ...(await inspector.divergence()),
      ...lost,
      ...twice,
      ...loose.map(({ previous, next }) => `"${next}" came after "${previous}", which never was`),
      ...(values.at(-1) === name ? [] : [`it is called "${name}", its events end at "${values.at(-1)}"`]),
    ];
  };

  const stop = async (): Promise<void> => {
    await inspector.close();
    await Promise.all(all.map((process) => process.kill('SIGKILL')));
    await servers.stop();
  };
  try {
    await Promise.all([start('catalog'), start('orders')]);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    servers,
    inspector,
    get catalog() {
      return get('catalog');
    },
    get orders() {
      return get('orders');
    },
    start,
    startAnother,
    crash: async (unit, env, provoke, whileDead) => {
      const doomed = await start(unit, env);
      void provoke(doomed);
      const exit = await doomed.exited;
      await whileDead?.();
      await start(unit);
      return exit;
    },
    add: async (sku) => {
      const query = `mutation ($input: AddProductInput!) { addProduct(input: $input) { id } }`;
      const input = { sku, name: 'n0', kind: 'STANDARD', price: { amount: '10.00', currency: 'USD' } };
      const options = { variables: { input }, actor: STAFF };
      const answer = await get('catalog').ask<{ addProduct: { id: string } }>(query, options);
      return String(answer?.data?.addProduct.id);
    },
    rename: async (id, name, through = get('catalog')) => {
      const query = `mutation ($id: ID!, $name: String!) { renameProduct(id: $id, name: $name) { name } }`;
      await through.ask(query, { variables: { id, name }, actor: STAFF });
    },
    nameOf: async (id) => (await product(id))?.name,
    faults,
    lastingFaults: async (id) => {
      let found: string[] = ['nothing was looked at yet'];
      await eventually(
        'owner and replicas to be equal',
        async () => {
          if ((await inspector.unpublished()) > 0) found = ['not everything is published'];
          else found = await faults(id);
          return found.length === 0;
        },
        15_000,
      ).catch(() => undefined);
      return found;
    },
    stop,
  };
}
