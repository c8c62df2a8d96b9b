import { GATEWAY_HEADER } from '@wellspring/kit/identity';
import type { GatewayContext } from '../GatewayContext.ts';

/** What of a request reaches a subgraph: nothing else of the client's does. */
export function headersFor(
  { requestId, actor, authorization, traceparent, gatewayToken }: GatewayContext,
  subgraph: string,
): Record<string, string> {
  return {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json',
    'x-request-id': requestId,
    ...(traceparent === undefined ? {} : { traceparent }),
    ...(gatewayToken === undefined ? {} : { [GATEWAY_HEADER]: gatewayToken(subgraph) }),
    ...(authorization === undefined ? {} : { authorization }),
    ...(actor === undefined ? {} : { 'x-wellspring-actor': actor }),
  };
}
