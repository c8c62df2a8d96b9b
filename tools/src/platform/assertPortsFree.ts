import { createServer } from 'node:net';
import { PlatformError } from './PlatformError.ts';

/** A port that is about to be used, by whom, and how to choose another. */
export interface WantedPort {
  readonly port: number;
  readonly name: string;
  /** What the person types to move it: `npm start -- --port N`. */
  readonly option: string;
}

/** Throws `PORT_TAKEN`, naming every port of 127.0.0.1 that someone else listens on and the option that changes it. */
export async function assertPortsFree(wanted: readonly WantedPort[]): Promise<void> {
  const free = await Promise.all(wanted.map(({ port }) => isFree(port)));
  const taken = wanted.filter((_, index) => !free[index]);
  if (taken.length === 0) return;
  const lines = taken.map(
    ({ port, name, option }) => `Port ${port} of ${name} is taken by another program. Choose another: ${option}`,
  );
  throw new PlatformError('PORT_TAKEN', lines.join('\n'));
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
