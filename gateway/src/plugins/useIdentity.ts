import { type IdentityMode, identify, isWellspringError, type TokenVerifier } from '@wellspring/kit/identity';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GatewayErrorCode } from '../errors/GatewayErrorCode.ts';
import { toErrorBody } from '../errors/toErrorBody.ts';

type Verified = { readonly token: string; readonly actor: Awaited<ReturnType<typeof identify>> };

const verified = new WeakMap<FastifyRequest, Verified>();

/** The access token of a request, and whom it names, once it was verified. */
export function verifiedOf(request: FastifyRequest): Verified | undefined {
  return verified.get(request);
}

/**
 * Refuses a request whose access token is not good, before anything is planned. Subgraphs check it again: they are the ones to
 * be convinced. So where the gateway cannot tell (it has no keys and members is down), they decide.
 */
export function useIdentity(
  app: FastifyInstance,
  { mode, verifier }: { readonly mode: IdentityMode; readonly verifier: TokenVerifier | undefined },
): void {
  app.addHook('onRequest', async (request, reply) => {
    const { authorization } = request.headers;
    if (!authorization) return;
    try {
      const actor = await identify({ authorization }, { mode, verifier });
      verified.set(request, { token: authorization.replace(/^\S+ +/, ''), actor });
    } catch (error) {
      if (!isWellspringError(error)) throw error;
      if (error.code === 'KEYS_UNAVAILABLE') return;
      reply.header('www-authenticate', 'Bearer error="invalid_token"');
      return reply.code(401).send(toErrorBody(error.code as GatewayErrorCode, error.message));
    }
  });
}
