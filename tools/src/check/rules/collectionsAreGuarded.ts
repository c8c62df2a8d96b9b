import type { Platform, SourceFile } from '../Platform.ts';
import type { Problem } from '../Problem.ts';

const ways: readonly { readonly pattern: RegExp; readonly message: string }[] = [
  {
    pattern: /\.collection\b|\{[^{}]*\bcollection\b[^{}]*\}\s*=(?!=)|\.(?:getClient|_getCollection|\$__collection)\b/,
    message:
      "The driver's collection goes around the golden source: writes are not stamped, replicas not guarded. Use the models and replicas of the context.",
  },
  {
    pattern: /(?:[.'"`]|\b)_stamp\b/,
    message:
      'The stamp is written by the golden source alone, and is no content: record() adds events, save() counts revisions. Keep fields of your own for what you need.',
  },
  {
    pattern: /['"]?\$(?:lookup|graphLookup|unionWith)\b/,
    message:
      'A join is not batched, and one into a copy reads rows that are gone or of another shape. Load through the entities and replicas of the context, which batch.',
  },
  {
    pattern: /['"]?\$(?:merge|out)\b/,
    message:
      'An aggregation that writes goes around the golden source: nothing is stamped or published. Write through the model.',
  },
];

/** Only the kit touches collections: what goes around the golden source is neither stamped nor published. */
export function collectionsAreGuarded({ units }: Platform): Problem[] {
  return units.flatMap(({ sources }) => sources.filter(({ path }) => !path.endsWith('.test.ts')).flatMap(bypasses));
}

function bypasses({ path, text }: SourceFile): Problem[] {
  return text.split('\n').flatMap((line, index) => {
    if (/^\s*(?:\/\/|\/?\*)/.test(line)) return [];
    return ways.flatMap(({ pattern, message }): Problem[] => {
      const found = pattern.exec(line)?.[0];
      return found === undefined
        ? []
        : [{ code: 'COLLECTION_BYPASSED', file: path, line: index + 1, at: found, message }];
    });
  });
}
