export { type Contract, contractName } from './Contract.ts';
export {
  type ContractProblem,
  type ContractProblemCode,
  contractProblemCodes,
  formatContractProblem,
} from './ContractProblem.ts';
export { contractFileName, contractsOf, printContract, type UnitTexts } from './contractFile.ts';
export { eventJsonSchema } from './eventJsonSchema.ts';
export type { JsonSchema } from './JsonSchema.ts';
export { contractsFolder, loadContract } from './loadContract.ts';
export { type BusinessEvent, type EventField, type EventValue, inspectEvents, parseEvents } from './parseEvents.ts';
export { inspectViews, type ParsedView, parseViews, type ViewField } from './parseViews.ts';
export { isPastTense } from './pastTense.ts';
export { directivesOf, keysOf, stringArgument, subgraphSchema } from './subgraphSchema.ts';
export { viewJsonSchema } from './viewJsonSchema.ts';
