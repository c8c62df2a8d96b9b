import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

const studioExplorer = 'https://studio.apollographql.com';

export type CorsOptions = { readonly exploration: boolean; readonly corsOrigins: readonly string[] };

/** Lets the pages of the named origins call the gateway, and the Studio Explorer where exploration is on; no others. */
export async function useExplorerCors(app: FastifyInstance, { exploration, corsOrigins }: CorsOptions): Promise<void> {
  const origin = [...corsOrigins, ...(exploration ? [studioExplorer] : [])];
  if (origin.length > 0) await app.register(cors, { origin, methods: ['GET', 'POST'], maxAge: 3_600 });
}
