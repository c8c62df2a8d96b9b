/**
 * Every npm script, in one place: what it runs, what it needs, and the line that `npm run help` prints.
 *
 * @typedef {object} Command
 * @property {string} script    the file that is run under Node 24, from the project's root
 * @property {string} summary   one line for `npm run help`
 * @property {boolean} [servers] whether it starts MongoDB and NATS itself, so that they must be there
 */

/** @type {Readonly<Record<string, Command>>} */
export const commands = {
  start: { script: 'tools/src/platform/start.ts', summary: 'brings up the whole platform', servers: true },
  test: {
    script: 'tools/src/test/test.ts',
    summary: 'proves it: format, lint, types, contracts, tests',
    servers: true,
  },
  dev: { script: 'tools/src/platform/dev.ts', summary: 'start, and restart UNIT when its files change', servers: true },
  unit: { script: 'tools/src/platform/unit.ts', summary: 'hold, release or restart one unit of the running platform' },
  reset: { script: 'tools/src/platform/reset.ts', summary: 'deletes all local data' },
  demo: { script: 'tools/src/demo.ts', summary: 'shows local copies at work on the running platform' },
  seed: { script: 'tools/src/seed/seed.ts', summary: 'loads sample data through the mutations of the units' },
  reconcile: {
    script: 'tools/src/reconcile/reconcile.ts',
    summary: 'compares copies with their owners, names what differs, repairs it',
  },
  history: { script: 'tools/src/history/history.ts', summary: 'what happened to an entity, in order' },
  replica: { script: 'tools/src/replica/replica.ts', summary: 'lists the local copies of units; fills one again' },
  restored: {
    script: 'tools/src/restored/restored.ts',
    summary: 'tells a unit that its database was restored from a backup',
  },
  check: { script: 'tools/src/check.ts', summary: 'proves the schema and view rules' },
  generate: { script: 'tools/src/generate.ts', summary: 'writes types, contracts and broker permissions into schema/' },
  release: {
    script: 'tools/src/release.ts',
    summary: 'writes views and events down as released, so that the check keeps them',
  },
  compose: { script: 'tools/src/compose.ts', summary: 'composes the subgraphs of supergraph.yaml' },
  plan: { script: 'tools/src/plan.ts', summary: 'prints the query plan of an operation and its number of hops' },
  parked: {
    script: 'tools/src/parked/parked.ts',
    summary: 'business events that a unit could not handle: list, retry, drop',
  },
  gateway: { script: 'gateway/src/main.ts', summary: 'runs the gateway alone on any supergraph' },
  'gateway-key': {
    script: 'tools/src/gatewayKey.ts',
    summary: 'makes a key by which units know the gateway, and prints both parts',
  },
  faults: {
    script: 'tools/src/faults/faults.ts',
    summary: 'kills, pauses and wipes under load, and proves that nothing is lost',
    servers: true,
  },
  oracle: {
    script: 'gateway/src/execution/oracle/main.ts',
    summary: "compares the gateway's executor with @apollo/gateway's and with one schema, on graphs by chance",
  },
  outages: {
    script: 'tools/src/outages/outages.ts',
    summary: 'takes each unit and each pair down, and writes what still answers into docs/outages.md',
    servers: true,
  },
  'bench:hops': {
    script: 'bench/src/hops.ts',
    summary: 'measures a query with and without local copies',
    servers: true,
  },
  'bench:gateway': {
    script: 'bench/src/gateway.ts',
    summary: 'measures this gateway, @apollo/gateway and Hive Gateway over the same subgraphs',
  },
  'bench:outage': {
    script: 'bench/src/outage.ts',
    summary: 'two gateways under load while subgraphs fail and every process is restarted: no request fails',
  },
  'bench:restart': {
    script: 'bench/src/restart.ts',
    summary: 'restarts every process of the units and the gateway, two of each, under load: no request fails',
    servers: true,
  },
  'bench:hostile': {
    script: 'bench/src/hostile.ts',
    summary: 'sends 100,000 bad requests of every kind to a gateway and watches its memory',
  },
  'bench:aggregation': {
    script: 'bench/aggregation/aggregation.ts',
    summary: 'measures three ways to aggregate: calls, messages, the local database',
    servers: true,
  },
  'bench:replication': {
    script: 'bench/src/replication.ts',
    summary: 'measures replication against what the MongoDB server does by itself',
    servers: true,
  },
};

/** The text of `npm run help`. */
export function helpText() {
  const lines = Object.entries(commands).map(([name, { summary }]) => {
    const call = name === 'start' || name === 'test' ? `npm ${name}` : `npm run ${name}`;
    return `  ${call.padEnd(22)}${summary}`;
  });
  return `Wellspring\n\n${lines.join('\n')}\n\nOptions go after \`--\`, as in \`npm start -- --isolated\`. Most commands print theirs with \`-- --help\`.\n`;
}
