import type { GatewayErrorCode, UnavailableReason } from '../errors/GatewayErrorCode.ts';

const codes: Readonly<Record<UnavailableReason, GatewayErrorCode>> = {
  UNREACHABLE: 'SUBGRAPH_UNAVAILABLE',
  NOT_READY: 'SUBGRAPH_UNAVAILABLE',
  BAD_ANSWER: 'SUBGRAPH_UNAVAILABLE',
  CIRCUIT_OPEN: 'SUBGRAPH_UNAVAILABLE',
  TIMEOUT: 'SUBGRAPH_TIMEOUT',
  DEADLINE: 'SUBGRAPH_TIMEOUT',
  QUEUE_FULL: 'SUBGRAPH_BUSY',
  CANCELLED: 'SUBGRAPH_UNAVAILABLE',
};

/** For people. */
const explanations: Readonly<Record<UnavailableReason, string>> = {
  UNREACHABLE: 'is unavailable: no connection could be made, or it broke',
  NOT_READY: 'is unavailable: it is not ready to serve',
  BAD_ANSWER: 'is unavailable: its answer is not a GraphQL response',
  CIRCUIT_OPEN: 'is unavailable: it failed too often just now and is given time to come back',
  TIMEOUT: 'took too long to answer',
  DEADLINE: 'had not answered when the time of the operation was up',
  QUEUE_FULL: 'has too many fetches waiting for it',
  CANCELLED: 'was not waited for: the client went away',
};

/** The error that each field of a subgraph gets that did not answer. */
export function unavailable(service: string, reason: UnavailableReason) {
  return {
    message: `The subgraph '${service}' ${explanations[reason]}.`,
    extensions: { code: codes[reason], service, reason },
  };
}
