import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';

/** What the supergraph says of one type: its fields, and which units it can be entered at by its key. */
interface SuperType {
  readonly fields: ReadonlyMap<string, FieldDefinitionNode>;
  /** Units that know the type. */
  readonly graphs: readonly string[];
  /** Units that answer for it by its key. */
  readonly entrances: readonly string[];
}

/** Where an object is at hand: a unit that answered it, and what that unit provides of it beyond its own. */
interface Place {
  readonly graph: string;
  readonly provided: SelectionSetNode | undefined;
}

/** A composed graph, read for {@link fieldsAtRisk}. */
export type Supergraph = ReadonlyMap<string, SuperType>;

/** Reads a supergraph's SDL, of which `join__` directives say which unit answers what (https://specs.apollo.dev/join/v0.5). */
export function readSupergraph(sdl: string): Supergraph {
  const types = new Map<string, SuperType>();
  for (const node of parse(sdl).definitions) {
    if (
      node.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      node.kind !== Kind.INTERFACE_TYPE_DEFINITION &&
      node.kind !== Kind.UNION_TYPE_DEFINITION
    )
      continue;
    const joins = directives(node.directives, 'join__type');
    const keyed = joins.filter((join) => join.key !== undefined && join.resolvable !== 'false');
    types.set(node.name.value, {
      fields: new Map(
        node.kind === Kind.UNION_TYPE_DEFINITION ? [] : (node.fields ?? []).map((field) => [field.name.value, field]),
      ),
      graphs: joins.map(({ graph = '' }) => graph),
      entrances: keyed.map(({ graph = '' }) => graph),
    });
  }
  return types;
}

/**
 * The fields of an operation that only missing units can answer: their own, copied by nobody, and what is reached only through such a field.
 * Everything else must be answered without them.
 * @param missing units, by name
 * @returns paths of response names: `order.payment.status`
 */
export function fieldsAtRisk(supergraph: Supergraph, operation: string, missing: readonly string[]): string[] {
  const down = new Set(missing.map((unit) => unit.toUpperCase()));
  const document = parse(operation);
  const atRisk: string[] = [];

  const visit = (
    type: string,
    selections: SelectionSetNode,
    places: readonly Place[],
    path: readonly string[],
  ): void => {
    for (const selection of selections.selections) {
      if (selection.kind !== Kind.FIELD) {
        const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragment(document, selection.name.value);
        const on = inner.typeCondition?.name.value ?? type;
        const narrowed = places.map((place) => ({
          ...place,
          provided: on === type ? place.provided : onType(place.provided, on),
        }));
        visit(on, inner.selectionSet, narrowed, path);
        continue;
      }
      const name = selection.name.value;
      const here = [...path, selection.alias?.value ?? name];
      if (name === '__typename') continue;
      const next = placesOf(supergraph, type, name, places, down);
      if (next.length === 0) {
        atRisk.push(...pathsOf(document, selection.selectionSet, here));
        continue;
      }
      const field = supergraph.get(type)?.fields.get(name);
      if (selection.selectionSet !== undefined && field !== undefined)
        visit(namedType(field.type), selection.selectionSet, next, here);
    }
  };
  const root = document.definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  if (root === undefined) throw new Error('Expected an operation; got none.');
  const query = supergraph.get('Query');
  if (query === undefined) throw new Error('Expected a supergraph with a Query type; got none.');
  visit(
    'Query',
    root.selectionSet,
    query.graphs.map((graph) => ({ graph, provided: undefined })),
    [],
  );
  return [...new Set(atRisk)];
}

/** Every field of a selection, by path, with those below it. */
export function pathsOf(
  document: DocumentNode,
  selections: SelectionSetNode | undefined,
  path: readonly string[] = [],
): string[] {
  const below = (selections?.selections ?? []).flatMap((selection): string[] => {
    if (selection.kind === Kind.FIELD)
      return pathsOf(document, selection.selectionSet, [...path, selection.alias?.value ?? selection.name.value]);
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragment(document, selection.name.value);
    return pathsOf(document, inner.selectionSet, path).filter((each) => each !== path.join('.'));
  });
  return path.length === 0 ? below : [path.join('.'), ...below];
}

/** The places that can answer a field; none when it takes a unit that is down. */
function placesOf(
  supergraph: Supergraph,
  type: string,
  name: string,
  places: readonly Place[],
  down: ReadonlySet<string>,
): Place[] {
  const known = supergraph.get(type);
  const field = known?.fields.get(name);
  if (known === undefined || field === undefined) throw new Error(`The supergraph has no ${type}.${name}.`);
  const joins = directives(field.directives, 'join__field');
  const own =
    joins.length === 0
      ? known.graphs.map((graph) => ({ graph, provides: undefined }))
      : joins.filter(({ external }) => external !== 'true');
  const isHere = (graph: string): boolean => places.some((place) => place.graph === graph);
  const owners = own
    .filter(({ graph = '' }) => !down.has(graph) && (isHere(graph) || known.entrances.includes(graph)))
    .map(({ graph = '', provides }) => ({
      graph,
      provided: provides === undefined ? undefined : selectionOf(provides),
    }));
  const copies = places.flatMap(({ graph, provided }) => {
    const copied = provided?.selections.find((node) => node.kind === Kind.FIELD && node.name.value === name);
    return copied?.kind === Kind.FIELD ? [{ graph, provided: copied.selectionSet }] : [];
  });
  // What a unit provides inside what it provides counts beside its own.
  return [...owners, ...copies];
}

const selectionOf = (text: string): SelectionSetNode =>
  (parse(`{ ${text} }`).definitions[0] as OperationDefinitionNode).selectionSet;

function onType(selections: SelectionSetNode | undefined, type: string): SelectionSetNode | undefined {
  const inner = selections?.selections.find(
    (node) => node.kind === Kind.INLINE_FRAGMENT && node.typeCondition?.name.value === type,
  );
  return inner?.kind === Kind.INLINE_FRAGMENT ? inner.selectionSet : undefined;
}

function fragment(document: DocumentNode, name: string) {
  const found = document.definitions.find((node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name);
  if (found?.kind !== Kind.FRAGMENT_DEFINITION) throw new Error(`Expected the fragment ${name}; there is none.`);
  return found;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

/** The arguments of directives of a name, as text. */
function directives(nodes: readonly ConstDirectiveNode[] | undefined, name: string): Partial<Record<string, string>>[] {
  return (nodes ?? [])
    .filter((node) => node.name.value === name)
    .map((node) =>
      Object.fromEntries(
        (node.arguments ?? []).map(({ name: { value: argument }, value }) => [
          argument,
          value.kind === Kind.BOOLEAN ? String(value.value) : 'value' in value ? String(value.value) : '',
        ]),
      ),
    );
}
