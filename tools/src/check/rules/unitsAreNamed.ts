import type { Platform } from '../Platform.ts';
import type { Problem } from '../Problem.ts';

/** A unit's name is its folder's: subgraph, streams, database and broker's user are all called by it. */
export function unitsAreNamed({ units }: Platform): Problem[] {
  return units
    .filter(({ name, declaredName }) => declaredName !== undefined && declaredName !== name)
    .map(({ path, name, declaredName }) => ({
      code: 'UNIT_MISNAMED',
      file: `${path}/src/unit.ts`,
      at: `${declaredName}`,
      message: `The unit is called "${declaredName}" and its folder "${name}": write \`name: '${name}'\`, or rename the folder.`,
    }));
}
