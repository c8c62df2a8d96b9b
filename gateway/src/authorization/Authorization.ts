import { HeaderMap } from '@apollo/server';
import {
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import type { GatewayErrorCode } from '../errors/GatewayErrorCode.ts';
import { Guards } from './Guards.ts';
import { meets, type Requirement } from './Requirement.ts';
import type { Rights } from './Rights.ts';
import { readRequirements } from './readRequirements.ts';
import { type RefusedOperation, refuseFields } from './refuseFields.ts';
import { requirementsIn } from './requirementsIn.ts';

/**
 * What becomes of an operation that asks for what it may not see: `filter` answers the rest, `reject` nothing, `log` all of it,
 * and only tells.
 */
export type AuthorizationMode = 'filter' | 'reject' | 'log';

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** The guards of one supergraph. */
export class Authorization {
  readonly #schema: GraphQLSchema;
  readonly #guards: Guards;

  private constructor(schema: GraphQLSchema, guards: Guards) {
    this.#schema = schema;
    this.#guards = guards;
  }

  /** Undefined where nothing is guarded: then nothing is looked at. */
  static of(supergraphSdl: string, schema: GraphQLSchema): Authorization | undefined {
    const requirements = readRequirements(parse(supergraphSdl, { noLocation: true }));
    return requirements.size === 0 ? undefined : new Authorization(schema, new Guards(schema, requirements));
  }

  /** What an operation's fields require, each once; computed once an operation. */
  requirementsIn(operation: OperationDefinitionNode, fragments: Fragments): readonly Requirement[] {
    return requirementsIn(this.#schema, this.#guards, operation, fragments);
  }

  /** The operation without what takes the requirements that somebody does not meet. */
  refuse(operation: OperationDefinitionNode, fragments: Fragments, missing: readonly Requirement[]): RefusedOperation {
    return refuseFields(this.#schema, this.#guards, operation, fragments, new Set(missing));
  }
}

/**
 * Which of these requirements somebody does not meet, as a text: plans and answers of one operation are kept by it, so that nobody is
 * answered by what was made for others. Empty: all are met.
 */
export function missingKey(requirements: readonly Requirement[], rights: Rights): string {
  let key = '';
  let missing = false;
  for (const requirement of requirements) {
    const met = meets(rights, requirement);
    key += met ? '0' : '1';
    missing ||= !met;
  }
  return missing ? key : '';
}

/** The requirements that a {@link missingKey} names. */
export function missingOf(requirements: readonly Requirement[], key: string): readonly Requirement[] {
  return requirements.filter((_, index) => key[index] === '1');
}

const MESSAGES = {
  nobody: ['UNAUTHENTICATED', 'This is for those who are signed in.', 401],
  unverified: [
    'KEYS_UNAVAILABLE',
    'The access token cannot be checked now: its issuer does not answer. Try again shortly.',
    503,
  ],
  somebody: ['FORBIDDEN', 'The access token does not allow this.', 403],
} as const satisfies Record<Rights['who'], readonly [GatewayErrorCode, string, number]>;

/** The error of each refused field. What it would have taken is not told. */
export function refusals(paths: RefusedOperation['paths'], { who }: Rights): GraphQLError[] {
  const [code, message] = MESSAGES[who];
  return paths.map((path) => new GraphQLError(message, { path, extensions: { code } }));
}

/** The same where the whole operation is refused because of them: its HTTP status says so. */
export function rejections(paths: RefusedOperation['paths'], rights: Rights): GraphQLError[] {
  const status = MESSAGES[rights.who][2];
  return refusals(paths, rights).map(
    ({ message, path, extensions }) =>
      new GraphQLError(message, { path, extensions: { ...extensions, http: { status, headers: new HeaderMap() } } }),
  );
}
