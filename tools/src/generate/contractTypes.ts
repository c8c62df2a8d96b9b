import {
  type BusinessEvent,
  type EventField,
  type ParsedView,
  parseEvents,
  parseViews,
  subgraphSchema,
  type UnitTexts,
  type ViewField,
} from '@wellspring/kit/contracts';
import { type GraphQLSchema, isEnumType } from 'graphql';
import { tsDoc, typeScriptType } from './typeScriptType.ts';

/**
 * The TypeScript of a unit's contracts: an interface a view, an event and a value of events; a union an enum.
 * @throws WellspringError VIEW_INVALID or EVENT_INVALID with every fault
 */
export function printContractTypes(unit: string, { sdl, views, events }: UnitTexts): string {
  const printer = new ContractPrinter(subgraphSchema(sdl));
  const ofViews = parseViews(sdl, views).map((view) => printer.view(unit, view));
  const ofEvents = parseEvents(sdl, events);
  const declarations = [
    ...ofViews,
    ...ofEvents.map((event) => printer.event(unit, event)),
    ...printer.values(ofEvents),
  ];
  const parts = [...declarations, ...printer.enums()];
  return `// Generated from subgraphs/${unit} by \`npm run generate\`; do not edit.\n\n${parts.length === 0 ? 'export {};\n' : parts.join('\n')}`;
}

class ContractPrinter {
  readonly #schema: GraphQLSchema;
  readonly #enums = new Set<string>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  view(unit: string, { name, entity, description, shape }: ParsedView): string {
    const about = `${description ?? `View of ${entity}.`}\n\nThe view \`${unit}.${name}\` of ${entity}, in wire form.`;
    return `${tsDoc(about)}export interface ${name} {\n${this.#viewFields(shape, '  ')}}\n`;
  }

  event(unit: string, { name, entity, description, fields }: BusinessEvent): string {
    const about = `${description ?? `A fact of ${entity}.`}\n\nThe data of the event \`${unit}.${name}\` of ${entity}, in wire form.`;
    return `${tsDoc(about)}export interface ${name} {\n${this.#eventFields(fields)}}\n`;
  }

  values(events: readonly BusinessEvent[]): string[] {
    const values = new Map(events.flatMap((event) => [...event.values]));
    return [...values.values()].map(
      ({ name, description, fields }) =>
        `${tsDoc(description)}export interface ${name} {\n${this.#eventFields(fields)}}\n`,
    );
  }

  /** The enums that what was printed before refers to. */
  enums(): string[] {
    return [...this.#enums].sort().map((name) => {
      const type = this.#schema.getType(name);
      const values = isEnumType(type) ? type.getValues().map((value) => `'${value.name}'`) : [];
      return `${tsDoc(type?.description ?? undefined)}export type ${name} = ${values.join(' | ')};\n`;
    });
  }

  #viewFields(fields: readonly ViewField[], indent: string): string {
    const object = (field: ViewField) => () => `{\n${this.#viewFields(field.fields ?? [], `${indent}  `)}${indent}}`;
    return fields
      .map(
        (field) =>
          `${tsDoc(field.description, indent)}${indent}readonly ${field.name}: ${this.#type(field.type, object(field))};\n`,
      )
      .join('');
  }

  #eventFields(fields: readonly EventField[]): string {
    return fields
      .map(
        (field) =>
          `${tsDoc(field.description, '  ')}  readonly ${field.name}: ${this.#type(field.type, (name) => name)};\n`,
      )
      .join('');
  }

  #type(type: string, object: (name: string) => string): string {
    const name = type.replace(/\W/g, '');
    if (isEnumType(this.#schema.getType(name))) this.#enums.add(name);
    return typeScriptType(this.#schema, type, object);
  }
}
