import { readFileSync } from 'node:fs';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

// @apollo/gateway as its documentation sets it up, with nothing of ours.

process.env.APOLLO_TELEMETRY_DISABLED = 'true';
const [file = '', port = ''] = process.argv.slice(2);
const server = new ApolloServer({
  gateway: new ApolloGateway({ supergraphSdl: readFileSync(file, 'utf8') }),
  introspection: false,
});
await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: Number(port) } });
