import type { GraphQLScalarType } from 'graphql';
import { DateTime } from './DateTime.ts';
import { Decimal } from './Decimal.ts';

/** The scalars of the platform by name. The kit adds each to the schemas that declare it. */
export const scalars: Readonly<Record<string, GraphQLScalarType>> = { DateTime, Decimal };
