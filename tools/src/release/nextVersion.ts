/** The name of the version beside: `MemberCard` → `MemberCardV2`, `MemberCardV2` → `MemberCardV3`, past names that are taken. */
export function nextVersion(name: string, taken: ReadonlySet<string>): string {
  const { base, version } = parseVersion(name);
  let next = version + 1;
  while (taken.has(`${base}V${next}`)) next += 1;
  return `${base}V${next}`;
}

/** `MemberCardV2` → MemberCard, 2. A name without a version is the first. */
export function parseVersion(name: string): { readonly base: string; readonly version: number } {
  const [, base = name, digits = '1'] = /^(.*[A-Za-z])V(\d+)$/.exec(name) ?? [];
  return { base, version: Number(digits) };
}
