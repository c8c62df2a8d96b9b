import { readFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { type DocumentNode, GraphQLError, parse, Source } from 'graphql';
import { parse as parseYaml } from 'yaml';
import { CompositionFailed, type CompositionFault } from './CompositionFailed.ts';

/** A subgraph as the supergraph file names it, with its SDL read and parsed. */
export type SubgraphSource = { readonly name: string; readonly url: string; readonly typeDefs: DocumentNode };

type Declared = { readonly name: string; readonly routingUrl: string | undefined; readonly schema: SchemaOrigin };
type SchemaOrigin = { file: string } | { sdl: string } | { subgraphUrl: string; headers: Record<string, string> };

const introspectionTimeout = 10_000; // ms

/**
 * Reads a supergraph file in Rover's format and the SDL of each subgraph: from `file:` (relative to the YAML),
 * from `sdl:` (inline), or from a running subgraph at `subgraph_url:` through `{ _service { sdl } }`.
 *
 * @throws {CompositionFailed} naming every subgraph that is declared wrongly, cannot be read or does not parse.
 */
export async function readSubgraphs(supergraphFile: string): Promise<SubgraphSource[]> {
  const faults: CompositionFault[] = [];
  const declared = declaredSubgraphs(await readYaml(supergraphFile), relativeName(supergraphFile), faults);
  const subgraphs = await Promise.all(
    declared.map(async ({ name, routingUrl, schema }) => {
      try {
        const { text, from } = await readSdl(schema, dirname(supergraphFile));
        return { name, url: routingUrl ?? from, typeDefs: parse(new Source(text, from)) };
      } catch (error) {
        faults.push(toFault(name, error));
        return undefined;
      }
    }),
  );
  if (faults.length > 0) throw new CompositionFailed(faults);
  return subgraphs.filter((subgraph) => subgraph !== undefined);
}

async function readYaml(file: string): Promise<unknown> {
  try {
    return parseYaml(await readFile(file, 'utf8'));
  } catch (error) {
    const message = `${relativeName(file)} cannot be read as YAML: ${(error as Error).message}`;
    throw new CompositionFailed([{ code: 'SUPERGRAPH_YAML', message, subgraphs: [], locations: [] }]);
  }
}

function declaredSubgraphs(yaml: unknown, file: string, faults: CompositionFault[]): Declared[] {
  const fault = (message: string, subgraphs: string[] = []) =>
    faults.push({ code: 'SUPERGRAPH_YAML', message: `${file}: ${message}`, subgraphs, locations: [] });
  const root = isRecord(yaml) ? yaml : {};
  const version = root.federation_version;
  if (version !== undefined && !/^=?2(\.|$)/.test(String(version))) {
    fault(`federation_version must be 2 or =2.x; got ${String(version)}.`);
  }
  if (!isRecord(root.subgraphs) || Object.keys(root.subgraphs).length === 0) {
    fault('expected a map `subgraphs:` with at least one subgraph in it.');
    return [];
  }
  return Object.entries(root.subgraphs).flatMap(([name, entry]) => {
    const routingUrl = isRecord(entry) ? entry.routing_url : undefined;
    const schema = isRecord(entry) && isRecord(entry.schema) ? toOrigin(entry.schema) : undefined;
    if (schema === undefined) {
      fault('expected `schema:` with one of `file`, `sdl` or `subgraph_url`.', [name]);
      return [];
    }
    if (typeof routingUrl !== 'string' && !('subgraphUrl' in schema)) {
      fault('expected `routing_url:`, the address that the gateway sends this subgraph its operations to.', [name]);
      return [];
    }
    return [{ name, routingUrl: typeof routingUrl === 'string' ? routingUrl : undefined, schema }];
  });
}

function toOrigin(schema: Record<string, unknown>): SchemaOrigin | undefined {
  const { file, sdl, subgraph_url: subgraphUrl, introspection_headers: headers } = schema;
  if (typeof file === 'string') return { file };
  if (typeof sdl === 'string') return { sdl };
  if (typeof subgraphUrl !== 'string') return undefined;
  return { subgraphUrl, headers: isRecord(headers) ? (headers as Record<string, string>) : {} };
}

async function readSdl(origin: SchemaOrigin, folder: string): Promise<{ text: string; from: string }> {
  if ('sdl' in origin) return { text: origin.sdl, from: 'inline sdl' };
  if ('subgraphUrl' in origin) return { text: await introspect(origin), from: origin.subgraphUrl };
  const path = resolve(folder, origin.file);
  return { text: await readFile(path, 'utf8'), from: relativeName(path) };
}

async function introspect({ subgraphUrl, headers }: { subgraphUrl: string; headers: Record<string, string> }) {
  const response = await fetch(subgraphUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: '{ _service { sdl } }' }),
    signal: AbortSignal.timeout(introspectionTimeout),
  });
  const body = (await response.json()) as { data?: { _service?: { sdl?: unknown } } | null };
  const sdl = body.data?._service?.sdl;
  if (typeof sdl === 'string') return sdl;
  throw new Error(`expected { data: { _service: { sdl } } }; got ${response.status} ${JSON.stringify(body)}`);
}

function toFault(name: string, error: unknown): CompositionFault {
  if (error instanceof GraphQLError) {
    const locations = (error.locations ?? []).map((at) => `${error.source?.name}:${at.line}:${at.column}`);
    return { code: 'SUBGRAPH_SYNTAX', message: error.message, subgraphs: [name], locations };
  }
  const cause = (error as Error).cause;
  const message = `its schema cannot be read: ${(error as Error).message}${cause instanceof Error ? ` (${cause.message})` : ''}`;
  return { code: 'SUBGRAPH_UNREADABLE', message, subgraphs: [name], locations: [] };
}

/** As a person at the prompt would write it. */
function relativeName(path: string): string {
  return relative(process.cwd(), resolve(path)) || path;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
