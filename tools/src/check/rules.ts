import { contractProblemCodes } from '@wellspring/kit/contracts';
import type { Platform } from './Platform.ts';
import type { Problem, ProblemCode } from './Problem.ts';
import { collectionsAreGuarded } from './rules/collectionsAreGuarded.ts';
import { contractsAreSound } from './rules/contractsAreSound.ts';
import { copiedFieldsAreFrozen } from './rules/copiedFieldsAreFrozen.ts';
import { copiesAreKept } from './rules/copiesAreKept.ts';
import { copiesAreUnguarded } from './rules/copiesAreUnguarded.ts';
import { copiesRepeatOwner } from './rules/copiesRepeatOwner.ts';
import { entitiesHaveOneSource } from './rules/entitiesHaveOneSource.ts';
import { fieldsAreNullable } from './rules/fieldsAreNullable.ts';
import { hopsAreVisible } from './rules/hopsAreVisible.ts';
import { providesIsPlain } from './rules/providesIsPlain.ts';
import { publishedFieldsAreShareable } from './rules/publishedFieldsAreShareable.ts';
import { releasedContractsHold } from './rules/releasedContractsHold.ts';
import { replicasNeedToKnow } from './rules/replicasNeedToKnow.ts';
import { subgraphsCompose } from './rules/subgraphsCompose.ts';
import { unitsAreNamed } from './rules/unitsAreNamed.ts';
import { unitsStandAlone } from './rules/unitsStandAlone.ts';
import { valueTypesAgree } from './rules/valueTypesAgree.ts';
import { versionsAreNamed } from './rules/versionsAreNamed.ts';

/** One thing that is proved of the platform. */
export interface Rule {
  /** What it can find. */
  readonly codes: readonly ProblemCode[];
  /** Pure. */
  check(platform: Platform): readonly Problem[];
}

/** All rules, in the order in which their problems are told. */
export const rules: readonly Rule[] = [
  { codes: contractProblemCodes, check: contractsAreSound },
  { codes: ['UNIT_MISNAMED'], check: unitsAreNamed },
  { codes: ['ENTITY_UNDECLARED', 'GOLDEN_SOURCE_TWICE'], check: entitiesHaveOneSource },
  { codes: ['NOT_NULLABLE'], check: fieldsAreNullable },
  { codes: ['NOT_SHAREABLE'], check: publishedFieldsAreShareable },
  { codes: ['VALUE_TYPE_DIFFERS', 'VALUE_TYPE_UNSHARED'], check: valueTypesAgree },
  { codes: ['REPLICA_VIEW_UNKNOWN', 'REPLICA_FIELD_UNKNOWN', 'REPLICA_FIELD_UNUSED'], check: replicasNeedToKnow },
  { codes: ['COPY_WITHOUT_OWNER', 'COPY_DIFFERS', 'COPY_OF_ROW_LEVEL'], check: copiesRepeatOwner },
  { codes: ['COPY_OF_GUARDED'], check: copiesAreUnguarded },
  { codes: ['COPY_NOT_KEPT', 'COPY_AMBIGUOUS', 'COPY_PARTIAL'], check: copiesAreKept },
  { codes: ['PROVIDES_ARGUMENT', 'PROVIDES_INTERFACE'], check: providesIsPlain },
  { codes: ['SILENT_HOP'], check: hopsAreVisible },
  { codes: ['UNIT_IMPORTED'], check: unitsStandAlone },
  { codes: ['COLLECTION_BYPASSED'], check: collectionsAreGuarded },
  { codes: ['COMPOSITION'], check: subgraphsCompose },
  { codes: ['VIEW_CHANGED', 'VIEW_REMOVED', 'EVENT_CHANGED', 'EVENT_REMOVED'], check: releasedContractsHold },
  { codes: ['COPY_FROZEN'], check: copiedFieldsAreFrozen },
  { codes: ['VERSION_MISNAMED'], check: versionsAreNamed },
];

/** What every rule finds, in the order of the rules. */
export function checkPlatform(platform: Platform): readonly Problem[] {
  return rules.flatMap((rule) => rule.check(platform));
}
