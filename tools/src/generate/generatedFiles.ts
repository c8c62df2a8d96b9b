import { join } from 'node:path';
import { type Contract, contractFileName, contractName, printContract } from '@wellspring/kit/contracts';
import { allContracts } from './allContracts.ts';
import { printContractIndex } from './contractIndex.ts';
import { printContractTypes } from './contractTypes.ts';
import { findDocuments } from './findDocuments.ts';
import { importUnit } from './importUnit.ts';
import { type BrokerUnit, natsPermissions } from './natsPermissions.ts';
import { printOperationFile } from './operationFile.ts';
import { printOperationManifest } from './operationManifest.ts';
import { pascalCase } from './pascalCase.ts';
import { readUnitFolders, type UnitFolder } from './readUnitFolders.ts';
import { printResolverTypes } from './resolverTypes.ts';

/**
 * Everything that is generated from the units and from the clients' operations, by path relative to the root. The same units give the same text.
 * @throws Error with every fault of the units' contracts, of the operations, or when a `unit.ts` cannot be imported
 */
export async function generatedFiles(root: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const units = await readUnitFolders(root);
  const contracts = allContracts(units);
  for (const contract of contracts)
    files.set(`schema/contracts/${contractFileName(contract)}`, printContract(contract));
  for (const unit of units) files.set(`schema/contracts/${unit.name}.ts`, printContractTypes(unit.name, unit));
  const names = units.map((unit) => unit.name);
  files.set('schema/contracts/index.ts', printContractIndex(names, contracts));
  for (const { name, path, sdl } of units) {
    const types = await printResolverTypes(sdl, `${pascalCase(name)}Context`, await findDocuments(join(root, path)));
    files.set(`${path}/src/generated/resolvers.ts`, types);
  }
  files.set(
    'schema/nats-permissions.conf',
    natsPermissions(await Promise.all(units.map((unit) => toBrokerUnit(root, unit, contracts)))),
  );
  const operations = await printOperationFile(root);
  if (operations !== undefined) files.set('schema/operations/index.ts', operations);
  const manifest = await printOperationManifest(root);
  if (manifest !== undefined) files.set('schema/operations/persisted-query-manifest.json', manifest);
  return files;
}

/** A folder without `src/unit.ts` copies nothing yet. */
async function toBrokerUnit(
  root: string,
  { name, path }: UnitFolder,
  contracts: readonly Contract[],
): Promise<BrokerUnit> {
  const unit = await importUnit(join(root, path));
  const reacts = Object.keys(unit?.reactions ?? {}).map((event) => {
    const entity = contracts.find((contract) => contract.kind === 'event' && contractName(contract) === event)?.entity;
    if (entity === undefined)
      throw new Error(`${path}/src/unit.ts reacts to ${event}, which no unit declares in its events.graphql.`);
    return { event, entity };
  });
  return { name, copies: Object.values(unit?.replicas ?? {}).map(({ view }) => view), reacts };
}
