import { createServer, connect as open, type Socket } from 'node:net';

/** A TCP proxy that makes whoever is behind it slow. */
export interface DelayProxy {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Listens on a free port and passes everything on, what the server sends `delay` ms later than it came, in order.
 * @param server whose bytes are held back; `towards: 'client'` delays what it sends, `'server'` what it gets
 */
export async function startDelayProxy(target: {
  readonly port: number;
  readonly delay: number;
  readonly towards: 'client' | 'server';
}): Promise<DelayProxy> {
  const sockets = new Set<Socket>();
  const pass = (from: Socket, to: Socket, delay: number): void => {
    from.on('data', (chunk) => {
      if (delay === 0) to.write(chunk);
      else setTimeout(() => to.writable && to.write(chunk), delay); // timers of one length fire in the order they were set
    });
    from.on('error', () => to.destroy());
    from.on('close', () => setTimeout(() => to.destroy(), delay));
    sockets.add(from);
    from.on('close', () => sockets.delete(from));
  };
  const server = createServer({ noDelay: true }, (client) => {
    const behind = open({ host: '127.0.0.1', port: target.port, noDelay: true });
    pass(client, behind, target.towards === 'server' ? target.delay : 0);
    pass(behind, client, target.towards === 'client' ? target.delay : 0);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
