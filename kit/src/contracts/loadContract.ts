import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { WellspringError } from '../errors/WellspringError.ts';
import type { Contract } from './Contract.ts';

const require = createRequire(import.meta.url);

/** `schema/contracts/`, wherever the package `@wellspring/schema` lies. */
export function contractsFolder(): string {
  return join(dirname(require.resolve('@wellspring/schema/package.json')), 'contracts');
}

/**
 * Reads the contract of `<unit>.<Name>` as it was generated. Synchronous: for the start of a process.
 * @param kind what it has to be; default `view`
 * @param folder where the contracts are; default {@link contractsFolder}
 * @throws WellspringError VIEW_INVALID (EVENT_INVALID for an event) when there is no such contract, or it is of the other kind
 */
export function loadContract(
  name: string,
  kind: Contract['kind'] = 'view',
  folder: string = contractsFolder(),
): Contract {
  const code = kind === 'view' ? 'VIEW_INVALID' : 'EVENT_INVALID';
  let contract: Contract;
  try {
    contract = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Contract;
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const found = isMissing ? 'has none of that name' : 'could not be read';
    throw new WellspringError(
      code,
      `Expected the contract of the ${kind} "${name}", but schema/contracts/ ${found}: correct the name, or run npm run generate.`,
      { cause },
    );
  }
  if (contract.kind !== kind) {
    throw new WellspringError(
      code,
      `Expected a contract of kind ${kind} under the name "${name}", but it is of kind ${contract.kind}.`,
    );
  }
  return contract;
}
