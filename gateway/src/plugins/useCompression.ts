import compress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';

/** Compresses answers of at least `threshold` bytes for clients that accept it; 0: none. Small ones cost more than they save. */
export async function useCompression(app: FastifyInstance, threshold: number): Promise<void> {
  if (threshold === 0) return;
  await app.register(compress, {
    global: true,
    threshold,
    encodings: ['br', 'gzip', 'deflate'],
    globalDecompression: false,
  });
}
