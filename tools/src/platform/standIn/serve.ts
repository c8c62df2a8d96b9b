import { createServer } from 'node:http';

/**
 * Stands in for a unit or the gateway in tests of the supervisor: answers `/readyz`, tells its environment on `/env`,
 * and drains on SIGTERM, unless it is the one that `STAND_IN_HANGS` names. The one that `STAND_IN_BROKEN` names ends at once.
 */
export function serve(name: string): void {
  const { env } = process;
  if (env.STAND_IN_BROKEN === name) {
    process.stderr.write('a stand-in that cannot start\n');
    process.exit(3);
  }
  const server = createServer((request, response) => {
    response.end(request.url === '/env' ? JSON.stringify(env) : 'ok');
  });
  server.listen(Number(env.PORT), env.HOST, () => process.stdout.write(`{"level":30,"msg":"${name} listens"}\n`));
  process.on('SIGTERM', () => {
    process.stdout.write(`${name} was asked to end\n`);
    if (env.STAND_IN_HANGS === name) return;
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}
