import { type Identification, type Identity, identify, isWellspringError } from '@wellspring/kit/identity';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GatewayErrorCode } from '../errors/GatewayErrorCode.ts';
import { toErrorBody } from '../errors/toErrorBody.ts';

const identities = new WeakMap<FastifyRequest, Identity>();

/** Whom the access token of a request names, and what it allows, once it was verified. */
export function identityOf(request: FastifyRequest): Identity | undefined {
  return identities.get(request);
}

/**
 * Refuses a request whose access token is not good, before anything is planned. Subgraphs check it again: they are the ones to
 * be convinced. So where the gateway cannot tell (it has no keys and members is down), they decide.
 */
export function useIdentity(app: FastifyInstance, identification: Identification): void {
  app.addHook('onRequest', async (request, reply) => {
    const { authorization } = request.headers;
    if (!authorization) return;
    try {
      const identity = await identify({ authorization }, identification);
      if (identity !== null) identities.set(request, identity);
    } catch (error) {
      if (!isWellspringError(error)) throw error;
      if (error.code === 'KEYS_UNAVAILABLE') return;
      reply.header('www-authenticate', 'Bearer error="invalid_token"');
      return reply.code(401).send(toErrorBody(error.code as GatewayErrorCode, error.message));
    }
  });
}
