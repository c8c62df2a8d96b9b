import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as typescriptResolvers from '@graphql-codegen/typescript-resolvers';
import { keysOf, subgraphSchema } from '@wellspring/kit/contracts';
import { isObjectType, parse } from 'graphql';

/** Where a type's document interface is: `{ Member: './member/MemberDocument.ts' }`, relative to the unit's `src`. */
export type DocumentFiles = Readonly<Record<string, string>>;

/**
 * The types of a unit's resolvers, as `subgraphs/<unit>/src/generated/resolvers.ts` holds them.
 *
 * Each object type with an interface `<Type>Document` in the unit resolves from that; an entity without one is another unit's and
 * resolves from its key, `{ id }`.
 * @param context the name of the context's type, exported by `src/context.ts`
 */
export async function printResolverTypes(sdl: string, context: string, documents: DocumentFiles): Promise<string> {
  const schema = subgraphSchema(sdl);
  const mappers: Record<string, string> = {};
  for (const type of Object.values(schema.getTypeMap())) {
    const file = documents[type.name];
    if (!isObjectType(type)) continue;
    if (file !== undefined) mappers[type.name] = `.${file}#${type.name}Document`;
    else if (keysOf(type).length > 0) mappers[type.name] = '{ readonly id: string }';
  }
  const text = await codegen({
    filename: 'resolvers.ts',
    documents: [],
    schema: parse(sdl),
    config: {
      federation: true,
      contextType: `../context.ts#${context}`,
      mappers,
      scalars: {
        ID: 'string',
        DateTime: { input: 'Date | string', output: 'Date | string' },
        Decimal: 'string',
      },
      defaultScalarType: 'unknown',
      enumsAsTypes: true,
      useTypeImports: true,
      importExtension: '.ts',
      immutableTypes: true,
      makeResolverTypeCallable: true,
    },
    plugins: [{ typescript: {} }, { resolvers: {} }],
    pluginMap: { typescript, resolvers: typescriptResolvers },
  });
  return `// Generated from schema.graphql by \`npm run generate\`; do not edit.\n${text.trimEnd()}\n`;
}
