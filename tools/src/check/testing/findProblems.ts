import type { ReleasedContract } from '../../release/ReleasedContract.ts';
import { createPlatform, type UnitInput } from '../createPlatform.ts';
import type { Platform, SourceFile } from '../Platform.ts';
import type { Problem } from '../Problem.ts';

/** For tests: the first lines of an SDL, which is line 1. */
export const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@provides", "@requires", "@inaccessible"])\n';

/** For tests: what a rule finds in a small platform, one line a problem. */
export function findProblems(
  rule: (platform: Platform) => readonly Problem[],
  units: Readonly<Record<string, UnitInput>>,
  sources: readonly SourceFile[] = [],
  released: readonly ReleasedContract[] = [],
): string[] {
  return rule(createPlatform(units, sources, released)).map(
    ({ code, file, line, at, message }) => `${code} ${file}${line === undefined ? '' : `:${line}`} ${at}: ${message}`,
  );
}

/** For tests: the owner of members, its view, and whoever copies it. */
export const members: UnitInput = {
  sdl: `${link}type Query { me: Member }
directive @rowLevel on FIELD_DEFINITION
type Member @key(fields: "id") {
  id: ID!
  displayName: String @shareable
  handle: String @shareable
  email: String @shareable @rowLevel
  home: Address @shareable
}
type Address @shareable { city: String  country: String }`,
  views: `fragment MemberCard on Member { displayName handle }
fragment MemberHome on Member { home { city } displayName }`,
};
