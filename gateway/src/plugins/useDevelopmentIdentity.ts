import type { IdentityMode } from '@wellspring/kit/identity';
import type { FastifyInstance } from 'fastify';
import { toErrorBody } from '../errors/toErrorBody.ts';

/** The header by which, in development, a client says who acts. */
export const actorHeader = 'x-wellspring-actor';

/**
 * Refuses a request that carries the development identity where it is not believed. Ignoring the header would be worse:
 * the caller would think to act as someone and act as no one.
 */
export function useDevelopmentIdentity(app: FastifyInstance, identity: IdentityMode): void {
  app.addHook('onRequest', async (request, reply) => {
    const actor = request.headers[actorHeader];
    if (actor === undefined || actor === '') return;
    if (identity !== 'development') {
      const message = `This gateway does not accept the header ${actorHeader}: it is for development only. Sign in instead.`;
      return reply.code(400).send(toErrorBody('DEVELOPMENT_IDENTITY_REFUSED', message));
    }
    if (typeof actor !== 'string' || !/^[\w.:-]{1,128}$/.test(actor)) {
      const message = `${actorHeader} must be a member's id or staff:<name>: 1 to 128 letters, digits and . : _ -`;
      return reply.code(400).send(toErrorBody('ACTOR_INVALID', message));
    }
  });
}
