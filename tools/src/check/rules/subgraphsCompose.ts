import { composeServices } from '@apollo/composition';
import { type ASTNode, parse, Source } from 'graphql';
import type { Platform } from '../Platform.ts';
import type { Problem } from '../Problem.ts';

/** The subgraphs compose to one graph; what composition says is passed on. */
export function subgraphsCompose({ units }: Platform): Problem[] {
  const readable = units.filter(
    ({ contractProblems }) => !contractProblems.some(({ code }) => code === 'SDL_UNREADABLE'),
  );
  if (readable.length === 0) return [];
  const services = readable.map(({ name, path, sdl }) => ({
    name,
    url: `http://${name}/graphql`,
    typeDefs: parse(new Source(sdl, `${path}/schema.graphql`)),
  }));
  return (composeServices(services).errors ?? []).map(({ message, extensions, nodes }) => {
    const loc = nodes?.find((node: ASTNode) => node.loc !== undefined)?.loc;
    const named = readable.find(({ name }) => message.startsWith(`[${name}] `));
    const file = loc?.source.name ?? (named === undefined ? 'supergraph.yaml' : `${named.path}/schema.graphql`);
    return { code: 'COMPOSITION', file, line: loc?.startToken.line, at: String(extensions.code ?? 'ERROR'), message };
  });
}
