import cluster from 'node:cluster';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { type Logger, pino } from 'pino';
import { loadConfig } from './config/loadConfig.ts';
import { createGateway } from './createGateway.ts';
import { metricsOfAllWorkers } from './workers/metricsOfAllWorkers.ts';
import { REPLACEMENT, superviseWorkers } from './workers/superviseWorkers.ts';

const usage = `Serves a composed graph (federation 2) on one endpoint.

  npm run gateway -- [options]

  --supergraph FILE     the composed graph; waited for and watched   (SUPERGRAPH_FILE, default schema/supergraph.graphql)
  --port N              0 takes a free one                           (PORT, default 4000)
  --host ADDRESS                                                     (HOST, default 127.0.0.1)
  --executor NAME       compiled, or stock: @apollo/gateway's own    (EXECUTOR, default compiled)
  --help                this text

gateway/README.md lists all environment variables.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      supergraph: { type: 'string' },
      port: { type: 'string' },
      host: { type: 'string' },
      executor: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(usage);

  // Garbage is collected before the heap has grown by so much: V8 would let it grow to four times what is alive under load.
  setFlagsFromString('--heap-growing-percent=80');

  const env = { ...process.env };
  if (values.supergraph !== undefined) env.SUPERGRAPH_FILE = values.supergraph;
  if (values.port !== undefined) env.PORT = values.port;
  if (values.host !== undefined) env.HOST = values.host;
  if (values.executor !== undefined) env.EXECUTOR = values.executor;
  const config = loadConfig(env);

  const base = { service: 'gateway', ...(cluster.isWorker ? { worker: cluster.worker?.id } : {}) };
  const log = pino({ level: config.logLevel, base, timestamp: pino.stdTimeFunctions.isoTime });
  if (cluster.isPrimary && config.workers > 1) {
    const end = superviseWorkers(config.workers, log);
    stopOnSignals(log, () => end('SIGTERM'));
    return;
  }
  const gateway = await createGateway(config, log, cluster.isWorker ? metricsOfAllWorkers : undefined);
  stopOnSignals(log, async () => {
    await gateway.stop();
    cluster.worker?.disconnect();
  });
  await gateway.start(env[REPLACEMENT] === 'true' ? 'ready' : undefined);
  if (!gateway.app.server.listening) return; // it was stopped meanwhile
  log.info({ url: gateway.url, identity: config.identity, exploration: config.exploration }, 'listening');
}

/** The first signal stops, the second ends at once. */
function stopOnSignals(log: Logger, end: () => Promise<void>): void {
  let signals = 0;
  const stop = (signal: NodeJS.Signals): void => {
    signals += 1;
    if (signals > 1) process.exit(1);
    log.info({ signal }, 'stopping');
    end().then(
      () => {
        log.info('stopped');
        // Spans that a collector does not take are tried again for a while, by a timer that would keep the process.
        setTimeout(() => process.exit(), 500).unref();
      },
      (error: unknown) => {
        log.fatal({ err: error }, 'the gateway did not stop cleanly');
        process.exitCode = 1;
      },
    );
  };
  process.on('SIGTERM', stop);
  // Ctrl-C reaches workers too: the process that supervises them tells them.
  process.on('SIGINT', cluster.isWorker ? () => undefined : stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
});
