import { type GraphQLField, type GraphQLNamedType, isObjectType } from 'graphql';
import { copiedFields, isMarked, schemaProblem } from '../objectTypes.ts';
import { ownerOf, type Platform } from '../Platform.ts';
import type { Problem } from '../Problem.ts';

/** A consumer repeats the owner's field exactly, type and arguments; a field with row-level rights is never provided to clients. */
export function copiesRepeatOwner(platform: Platform): Problem[] {
  return platform.units.flatMap((unit) =>
    copiedFields(unit).flatMap(({ type, field }) => {
      const at = `${type.name}.${field.name}`;
      const owner = ownerOf(platform, type.name);
      const original = ownField(owner?.schema.getType(type.name), field.name);
      if (owner === undefined || original === undefined) {
        const found = owner === undefined ? `no unit owns ${type.name}` : `${owner.name} has no such field`;
        return schemaProblem(
          unit,
          'COPY_WITHOUT_OWNER',
          field,
          at,
          `It is @external, but ${found}: remove it, or correct its name.`,
        );
      }
      if (isMarked(original, 'rowLevel')) {
        return schemaProblem(
          unit,
          'COPY_OF_ROW_LEVEL',
          field,
          at,
          `${owner.name} gives it @rowLevel rights, which a copy cannot prove: remove it from the SDL. The unit may use its copy itself (replicas.…load), but not provide it to clients.`,
        );
      }
      if (signature(field) === signature(original)) return [];
      return schemaProblem(
        unit,
        'COPY_DIFFERS',
        field,
        at,
        `A copy repeats the owner's field exactly, and ${owner.name} declares \`${signature(original)}\`: write \`${signature(original)} @external\`.`,
      );
    }),
  );
}

function ownField(type: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(type) ? type.getFields()[name] : undefined;
}

/** `price(currency: String): Money` */
function signature({ name, args, type }: GraphQLField<unknown, unknown>): string {
  const list = args.map((arg) => `${arg.name}: ${String(arg.type)}`).join(', ');
  return `${name}${list === '' ? '' : `(${list})`}: ${String(type)}`;
}
