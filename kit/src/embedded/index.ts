/** Servers that run beside tests, the benches and `npm start`; `@wellspring/kit/embedded`. */
export { endWithParent } from './deathWatch.ts';
export type { EmbeddedServer, EmbeddedServerOptions } from './embeddedServer.ts';
export { EmbeddedServerError, type EmbeddedServerErrorCode } from './embeddedServerError.ts';
export { freePort } from './freePort.ts';
export { type MongoUser, mongoUriFor } from './mongoUri.ts';
export {
  describe as describeExit,
  type ProcessExit,
  type ServerProcess,
  type ServerProcessOptions,
  startServerProcess,
} from './serverProcess.ts';
export { type MongoOptions, type MongoServer, startMongo } from './startMongo.ts';
export { type NatsOptions, type NatsServer, startNats } from './startNats.ts';
export { type NatsCluster, type NatsClusterOptions, type NatsMember, startNatsCluster } from './startNatsCluster.ts';
