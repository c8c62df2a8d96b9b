import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { type GraphQLSchema, parse, validate } from 'graphql';

export type GraphiQLOptions = {
  /** Where the page sends its operations. */
  readonly endpoint: string;
  /** Each `*.graphql` in it becomes a tab, with the variables of `*.variables.json` beside it. */
  readonly operationsFolder: string;
  /** What is served: operations that it cannot answer are left out. */
  readonly schema: () => GraphQLSchema | undefined;
};

const root = '/graphiql';

/** GraphiQL on `/graphiql`, from files of an npm package: it needs no internet, and its policy allows it none. */
export function useGraphiQL(app: FastifyInstance, { endpoint, operationsFolder, schema }: GraphiQLOptions): void {
  // 9 MB of browser code as strings: loaded when the page is first asked for.
  const bundle = () => import('@graphql-yoga/render-graphiql/graphiql');
  const assets: Readonly<Record<string, { readonly type: string; readonly text: () => Promise<string> }>> = {
    'graphiql.css': { type: 'text/css', text: async () => (await bundle()).css },
    'graphiql.js': { type: 'text/javascript', text: async () => (await bundle()).js },
    'start.js': {
      type: 'text/javascript',
      text: async () => startScript(endpoint, await exampleTabs(operationsFolder, schema())),
    },
    'editor.worker.js': { type: 'text/javascript', text: async () => (await bundle()).editorWorkerService },
    'json.worker.js': { type: 'text/javascript', text: async () => (await bundle()).jsonWorker },
    'graphql.worker.js': { type: 'text/javascript', text: async () => (await bundle()).graphqlWorker },
  };

  app.get(root, async (_request, reply) => {
    return reply.header('content-security-policy', contentSecurityPolicy).type('text/html').send(page);
  });
  app.get<{ Params: { asset: string } }>(`${root}/:asset`, async (request, reply) => {
    const asset = assets[request.params.asset];
    if (asset === undefined) return reply.callNotFound();
    return reply
      .type(asset.type)
      .header('cache-control', 'no-cache')
      .send(await asset.text());
  });
}

const contentSecurityPolicy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
].join('; ');

// GraphiQL animates its tabs, and the animation leaves a tab displaced; GraphiQL hides that with this very rule, but not
// on the tab that is pressed: it jumps from under the pointer, and the click is lost (seen in Chromium, graphiql 5).
const tabsStayInPlace = '.graphiql-tab { transform: none !important; }';

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Wellspring: GraphiQL</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="${root}/graphiql.css" />
    <style>${tabsStayInPlace}</style>
  </head>
  <body class="no-focus-outline">
    <noscript>GraphiQL needs JavaScript.</noscript>
    <div id="root" style="height: 100vh"></div>
    <script src="${root}/graphiql.js"></script>
    <script src="${root}/start.js"></script>
  </body>
</html>
`;

type Tab = { readonly query: string; readonly headers: string; readonly variables?: string };

const headers = JSON.stringify({ 'x-wellspring-actor': '' }, null, 2);

function startScript(endpoint: string, tabs: readonly Tab[]): string {
  const options = { endpoint, title: 'Wellspring', headers, ...(tabs.length > 0 ? { defaultTabs: tabs } : {}) };
  return `
const workers = { editorWorkerService: 'editor', json: 'json', graphql: 'graphql' };
self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_id, label) => '${root}/' + workers[label] + '.worker.js' };
YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), ${JSON.stringify(options)});
`;
}

/** Of operations that are served, those first that answer whoever opened the page, and mutations last: what is shown at the start is safe to run. */
async function exampleTabs(folder: string, schema: GraphQLSchema | undefined): Promise<Tab[]> {
  const files = await readdir(folder).catch(() => []);
  const tabs = await Promise.all(
    files
      .filter((file) => file.endsWith('.graphql'))
      .sort()
      .map((file) => exampleTab(join(folder, file))),
  );
  const served = tabs.filter(({ query }) => schema === undefined || isAnswered(schema, query));
  return served.sort((one, other) => rankOf(one) - rankOf(other));
}

function isAnswered(schema: GraphQLSchema, query: string): boolean {
  try {
    return validate(schema, parse(query)).length === 0;
  } catch {
    return false; // somebody is writing it
  }
}

function rankOf({ query, variables }: Tab): number {
  if (/^mutation\b/m.test(query)) return 2;
  return variables === undefined && !query.includes('acting member') ? 0 : 1;
}

async function exampleTab(path: string): Promise<Tab> {
  const query = await readFile(path, 'utf8');
  const variables = await readFile(path.replace(/graphql$/, 'variables.json'), 'utf8').catch(() => '');
  return { query, headers, ...(variables === '' ? {} : { variables }) };
}
