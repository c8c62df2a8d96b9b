/** For tests of units: real servers, real replication; `@wellspring/kit/testing`. */
export { type Backup, setBack, takeBackup } from './backup.ts';
export { type EventTeller, eventTeller } from './eventTeller.ts';
export { eventually } from './eventually.ts';
export { type CollectedSpan, type Collector, startCollector } from './startCollector.ts';
export { startTestServers, type TestServers } from './startTestServers.ts';
export {
  type Answer,
  type ArchivedEvent,
  startTestedUnit,
  type TestedUnit,
  type TestedUnitOptions,
} from './TestedUnit.ts';
export { type TestPlatform, testPlatform } from './testPlatform.ts';
export { testUnit } from './testUnit.ts';
export { startTokenIssuer, type TokenIssuer } from './tokenIssuer.ts';
