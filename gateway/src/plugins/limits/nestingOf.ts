/** Levels of lists and objects in a JSON value, counted no further than to one past `limit`. */
export function nestingOf(value: unknown, limit: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (limit <= 0) return 1;
  let deepest = 0;
  for (const item of Object.values(value)) {
    if (typeof item !== 'object' || item === null) continue;
    const depth = nestingOf(item, limit - 1);
    if (depth > deepest) deepest = depth;
    if (deepest >= limit) break;
  }
  return deepest + 1;
}
