import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { contractName } from '@wellspring/kit/contracts';
import { contractsOfUnit, reliesOn } from '../check/contractsOfUnit.ts';
import { formatProblems } from '../check/formatProblems.ts';
import { readPlatform } from '../check/readPlatform.ts';
import { checkPlatform } from '../check/rules.ts';
import { writeIfChanged } from '../compose/writeIfChanged.ts';
import { releasedFileName } from './ReleasedContract.ts';
import { RELEASED } from './readReleased.ts';

/** What a release did: paths relative to the root. */
export interface Release {
  readonly written: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Writes the contracts of all units down as released, from the working tree. A view that is gone is forgotten; an event that is
 * gone is kept, since its facts stay in the stream and its name may not come to mean something else.
 * @param replaced `<unit>.<Name>` of contracts that are released anew whatever they were: only what no unit relies on
 * @throws Error when the check finds anything, or a replaced contract is unknown or relied on
 */
export async function releaseContracts(root: string, replaced: readonly string[] = []): Promise<Release> {
  const platform = await readPlatform(root);
  for (const name of replaced) {
    const known = platform.released.find((contract) => contractName(contract) === name);
    if (known === undefined) throw new Error(`--replace ${name}: nothing of that name was released.`);
    const consumers = reliesOn(platform, known);
    if (consumers.length > 0)
      throw new Error(
        `--replace ${name}: ${consumers.join(', ')} may hold it as it was: publish a new version beside it.`,
      );
  }
  const kept = platform.released.filter((contract) => !replaced.includes(contractName(contract)));
  const problems = checkPlatform({ ...platform, released: kept });
  if (problems.length > 0) throw new Error(`${formatProblems(problems)}\nNothing is released.`);

  const contracts = platform.units.flatMap(contractsOfUnit);
  const written: string[] = [];
  for (const contract of contracts) {
    const path = `${RELEASED}/${releasedFileName(contract)}`;
    if (await writeIfChanged(join(root, path), `${JSON.stringify(contract, null, 2)}\n`)) written.push(path);
  }
  const present = new Set(contracts.map(releasedFileName));
  const removed = platform.released
    .filter((contract) => contract.kind === 'view' || replaced.includes(contractName(contract)))
    .map(releasedFileName)
    .filter((file) => !present.has(file))
    .map((file) => `${RELEASED}/${file}`);
  for (const path of removed) await rm(join(root, path));
  return { written, removed };
}
