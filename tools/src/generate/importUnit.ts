import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isUnit, type Unit } from '../../../kit/src/unit/defineUnit.ts';

/**
 * The unit that `src/unit.ts` of a unit's folder exports; undefined when there is no such file. Importing it opens nothing.
 * @throws Error when the file cannot be imported or exports no unit, with what to do
 */
export async function importUnit(unitFolder: string): Promise<Unit | undefined> {
  const file = resolve(join(unitFolder, 'src/unit.ts'));
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (!isThere) return undefined;
  let module: Readonly<Record<string, unknown>>;
  try {
    module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    throw new Error(`${unitFolder}/src/unit.ts could not be imported: ${(cause as Error).message}`, { cause });
  }
  const unit = Object.values(module).find(isUnit);
  if (unit === undefined) {
    throw new Error(`${unitFolder}/src/unit.ts exports no unit: write \`export const … = defineUnit({ … })\`.`);
  }
  return unit;
}
