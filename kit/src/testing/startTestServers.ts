import { type MongoServer, type NatsServer, startMongo, startNats } from '../embedded/index.ts';

/** A real MongoDB and a real NATS for tests. */
export interface TestServers {
  readonly mongo: MongoServer;
  readonly nats: NatsServer;
  stop(): Promise<void>;
}

/** Starts both on free ports with temporary data, without sign-in unless `authorization` is given (nats-server's block). */
export async function startTestServers(
  options: { authorization?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<TestServers> {
  const { authorization, env } = options;
  const [mongo, nats] = await Promise.all([
    startMongo(),
    startNats({
      syncInterval: '1s',
      ...(authorization === undefined ? {} : { authorization }),
      ...(env === undefined ? {} : { env: { ...process.env, ...env } }),
    }),
  ]);
  return {
    mongo,
    nats,
    stop: async () => {
      await Promise.all([nats.stop(), mongo.stop()]);
    },
  };
}
