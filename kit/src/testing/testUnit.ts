import type { Unit } from '../unit/defineUnit.ts';
import { startTestServers, type TestServers } from './startTestServers.ts';
import { startTestedUnit, type TestedUnit, type TestedUnitOptions } from './TestedUnit.ts';

/**
 * Runs one unit on real servers of its own and no neighbours: what it copies is given as `replicas`.
 * `stop()` ends the unit and the servers.
 */
export async function testUnit(
  unit: Unit,
  options: TestedUnitOptions = {},
): Promise<TestedUnit & { readonly servers: TestServers }> {
  const servers = await startTestServers();
  try {
    const tested = await startTestedUnit(unit, servers, options);
    return {
      ...tested,
      servers,
      stop: async () => {
        await tested.stop();
        await servers.stop();
      },
    };
  } catch (error) {
    await servers.stop();
    throw error;
  }
}
