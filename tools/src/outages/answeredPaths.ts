/** The fields that have a value somewhere in an answer, as paths without the places in lists: `orders.edges.node.id`. An empty list is one. */
export function answeredPaths(data: unknown): ReadonlySet<string> {
  const paths = new Set<string>();
  const visit = (value: unknown, path: string): void => {
    if (value === null || value === undefined) return;
    if (Array.isArray(value)) {
      if (path !== '' && (value.length === 0 || value.some((item) => item !== null))) paths.add(path);
      for (const item of value) visit(item, path);
      return;
    }
    if (path !== '') paths.add(path);
    if (typeof value === 'object')
      for (const [name, inner] of Object.entries(value)) visit(inner, path === '' ? name : `${path}.${name}`);
  };
  visit(data, '');
  return paths;
}
