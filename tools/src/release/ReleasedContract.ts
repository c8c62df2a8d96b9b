import { type BusinessEvent, type Contract, contractName, type ParsedView } from '@wellspring/kit/contracts';
import { type GraphQLSchema, getNamedType, isEnumType, Kind, parseType, type TypeNode } from 'graphql';

/** What others rely on in a view or an event: `schema/contracts/released/<unit>.<Name>.json`. */
export interface ReleasedContract extends Pick<Contract, 'kind' | 'unit' | 'name' | 'entity'> {
  /** The type of each field by its path, as SDL writes it: `{ "lines": "[OrderLine!]", "lines.quantity": "Int!" }`. */
  readonly types: Readonly<Record<string, string>>;
  /** The values of each enum that these types name. */
  readonly enums: Readonly<Record<string, readonly string[]>>;
}

interface Field {
  readonly name: string;
  readonly type: string;
}

/** What others rely on in a view. */
export function releasedView(unit: string, schema: GraphQLSchema, view: ParsedView): ReleasedContract {
  const types: Record<string, string> = {};
  const visit = (fields: ParsedView['shape'], before: string): void => {
    for (const { name, type, fields: inner } of fields) {
      types[before + name] = type;
      if (inner !== undefined) visit(inner, `${before}${name}.`);
    }
  };
  visit(view.shape, '');
  return { kind: 'view', unit, name: view.name, entity: view.entity, types, enums: enumsOf(schema, types) };
}

/** What others rely on in an event. */
export function releasedEvent(unit: string, schema: GraphQLSchema, event: BusinessEvent): ReleasedContract {
  const types: Record<string, string> = {};
  const visit = (fields: readonly Field[], before: string, within: readonly string[]): void => {
    for (const { name, type } of fields) {
      types[before + name] = type;
      const inner = event.values.get(namedType(type));
      // A type within itself says nothing new at the second depth.
      if (inner !== undefined && !within.includes(inner.name))
        visit(inner.fields, `${before}${name}.`, [...within, inner.name]);
    }
  };
  visit(event.fields, '', []);
  return { kind: 'event', unit, name: event.name, entity: event.entity, types, enums: enumsOf(schema, types) };
}

/** `members.MemberCard.json` */
export function releasedFileName(contract: Pick<ReleasedContract, 'unit' | 'name'>): string {
  return `${contractName(contract)}.json`;
}

/** `[OrderLine!]` → `OrderLine` */
function namedType(type: string): string {
  let node: TypeNode = parseType(type);
  while (node.kind !== Kind.NAMED_TYPE) node = node.type;
  return node.name.value;
}

function enumsOf(schema: GraphQLSchema, types: Readonly<Record<string, string>>): Record<string, readonly string[]> {
  const names = [...new Set(Object.values(types).map(namedType))].sort();
  return Object.fromEntries(
    names.flatMap((name) => {
      const type = getNamedType(schema.getType(name));
      return isEnumType(type) ? [[name, type.getValues().map((value) => value.name)]] : [];
    }),
  );
}
