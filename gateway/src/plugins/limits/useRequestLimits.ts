import type { FastifyInstance, FastifyReply } from 'fastify';
import type { GatewayLimits } from '../../config/GatewayLimits.ts';
import type { GatewayErrorCode } from '../../errors/GatewayErrorCode.ts';
import { toErrorBody } from '../../errors/toErrorBody.ts';
import { parseJson } from '../../subgraphs/parseJson.ts';
import { nestingOf } from './nestingOf.ts';

type Body = { readonly variables?: unknown; readonly extensions?: unknown } | null | undefined;

/** Refuses batches that are too large and JSON that is nested too deeply, once the body is read. */
export function useRequestLimits(app: FastifyInstance, { batch, variableDepth }: GatewayLimits): void {
  app.addHook('preHandler', async ({ body, query, method }, reply) => {
    if (method === 'GET') {
      const { variables, extensions } = query as Record<string, unknown>;
      for (const text of [variables, extensions])
        if (typeof text === 'string' && isNestedDeeper(parseJson(text), variableDepth))
          return tooDeep(reply, variableDepth);
      return;
    }
    if (!Array.isArray(body)) {
      const { variables, extensions } = (body ?? {}) as NonNullable<Body>;
      if (isNestedDeeper(variables, variableDepth) || isNestedDeeper(extensions, variableDepth))
        return tooDeep(reply, variableDepth);
      return;
    }
    if (body.length > batch) {
      const message =
        batch === 0
          ? `Batches are not accepted here; one of ${body.length} operations was sent. Send each by itself.`
          : `Operations in a batch: ${batch} are allowed, ${body.length} were sent.`;
      return refuse(reply, 'BATCH_TOO_LARGE', message, { limit: batch, asked: body.length });
    }
    if (isNestedDeeper(body, variableDepth + 2)) return tooDeep(reply, variableDepth);
  });
}

function isNestedDeeper(value: unknown, limit: number): boolean {
  return typeof value === 'object' && value !== null && nestingOf(value, limit) > limit;
}

function tooDeep(reply: FastifyReply, limit: number): FastifyReply {
  const message = `Levels of lists and objects in \`variables\` or \`extensions\`: ${limit} are allowed, there are more.`;
  return refuse(reply, 'VARIABLES_TOO_DEEP', message, { limit, asked: limit + 1 });
}

function refuse(reply: FastifyReply, code: GatewayErrorCode, message: string, details: object): FastifyReply {
  return reply.code(400).send(toErrorBody(code, message, details));
}
