import type { UnavailableReason } from '../errors/GatewayErrorCode.ts';

/** Why a subgraph gave no answer, for people. */
export const explanations: Readonly<Record<UnavailableReason, string>> = {
  UNREACHABLE: 'no connection could be made, or it broke',
  TIMEOUT: 'it took too long to answer',
  NOT_READY: 'it is not ready to serve',
  BAD_ANSWER: 'its answer is not a GraphQL response',
};
