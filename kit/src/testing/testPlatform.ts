import type { Unit } from '../unit/defineUnit.ts';
import { startTestServers, type TestServers } from './startTestServers.ts';
import { startTestedUnit, type TestedUnit, type TestedUnitOptions } from './TestedUnit.ts';

/** Several units on the same servers, replicating from each other. */
export interface TestPlatform {
  readonly servers: TestServers;
  /** A running unit. @throws Error when it is down or was never part */
  unit(name: string): TestedUnit;
  /** Stops one unit; its database stays. */
  halt(name: string): Promise<void>;
  /** Starts a halted unit again on its database. */
  resume(name: string): Promise<TestedUnit>;
  stop(): Promise<void>;
}

/** Runs several units in this process on real servers, each with a database of its own. */
export async function testPlatform(
  units: readonly Unit[],
  options: Omit<TestedUnitOptions, 'replicas' | 'database'> = {},
): Promise<TestPlatform> {
  const servers = await startTestServers();
  const running = new Map<string, TestedUnit>();
  const databases = new Map<string, string>();
  const start = async (unit: Unit): Promise<TestedUnit> => {
    const database = databases.get(unit.name);
    const tested = await startTestedUnit(unit, servers, {
      ...options,
      ...(database === undefined ? {} : { database }),
    });
    databases.set(unit.name, tested.database);
    running.set(unit.name, tested);
    return tested;
  };
  const stop = async (): Promise<void> => {
    await Promise.all([...running.values()].map((tested) => tested.stop()));
    await servers.stop();
  };
  try {
    for (const unit of units) await start(unit);
  } catch (error) {
    await stop();
    throw error;
  }
  const find = (name: string): Unit => {
    const unit = units.find((candidate) => candidate.name === name);
    if (unit === undefined) throw new Error(`no unit "${name}" in this platform`);
    return unit;
  };
  return {
    servers,
    unit: (name) => {
      const tested = running.get(name);
      if (tested === undefined) throw new Error(`${find(name).name} is down`);
      return tested;
    },
    halt: async (name) => {
      await running.get(name)?.stop();
      running.delete(name);
    },
    resume: (name) => start(find(name)),
    stop,
  };
}
