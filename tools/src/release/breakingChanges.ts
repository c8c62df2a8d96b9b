import type { ReleasedContract } from './ReleasedContract.ts';

/**
 * What of a view or an event is not as it was released, beyond new nullable fields; one clause each, none when all holds.
 * Pure.
 */
export function breakingChanges(released: ReleasedContract, current: ReleasedContract): readonly string[] {
  const changes: string[] = [];
  if (released.entity !== current.entity) changes.push(`it was of ${released.entity} and is of ${current.entity}`);
  const gone = new Set<string>();
  for (const [path, was] of Object.entries(released.types)) {
    const is = current.types[path];
    if (is === was || gone.has(parentOf(path))) {
      if (gone.has(parentOf(path))) gone.add(path);
      continue;
    }
    if (is === undefined) gone.add(path);
    changes.push(is === undefined ? `${path} is gone (it was ${was})` : `${path} was ${was} and is ${is}`);
  }
  for (const [path, is] of Object.entries(current.types)) {
    const parent = parentOf(path);
    const isNew = released.types[path] === undefined && (parent === '' || released.types[parent] !== undefined);
    if (isNew && is.endsWith('!')) changes.push(`${path} is new and ${is}: what is new must be nullable`);
  }
  for (const [name, were] of Object.entries(released.enums)) {
    const are = current.enums[name];
    if (are === undefined) continue; // the field that named it is gone or of another type: said above
    const lost = were.filter((value) => !are.includes(value));
    const won = are.filter((value) => !were.includes(value));
    if (lost.length > 0) changes.push(`${name} has lost ${lost.join(', ')}`);
    if (won.length > 0) changes.push(`${name} has won ${won.join(', ')}, which nobody who copies it knows`);
  }
  return changes;
}

/** `lines.quantity` → `lines`; of a top-level field nothing */
function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('.'), 0));
}
