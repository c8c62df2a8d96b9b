import { type DocumentNode, execute, type GraphQLSchema, parse } from 'graphql';
import type { Logger } from 'pino';
import { WellspringError } from '../errors/WellspringError.ts';
import { runSealed, sealedStandIn } from '../unit/seal.ts';
import type { Clock, UnitContext } from '../unit/UnitContext.ts';
import type { OwnedView, StampedDocument } from './OwnedEntity.ts';

/** The content of a view of one entity, or why there is none. */
export type ViewResult = Readonly<Record<string, unknown>> | Error;

/** Resolves a view for a batch of documents; one result a document, in order. */
export type ViewResolver = (view: OwnedView, documents: readonly StampedDocument[]) => Promise<ViewResult[]>;

const operations = new WeakMap<OwnedView, DocumentNode>();

/**
 * Resolves views through the unit's own schema, so that a copy holds exactly what a live call would have answered. The caller is
 * `replication`; the entity loader is primed with the documents that were read; everything else throws VIEW_NOT_PURE.
 */
export function createViewResolver(schema: GraphQLSchema, log: Logger): ViewResolver {
  return async (view, documents) => {
    const primed = new Map(documents.map((document) => [document._id, document]));
    const result = await runSealed(`view:${view.name}`, async () =>
      execute({
        schema,
        document: operationOf(view),
        variableValues: { representations: documents.map(({ _id }) => ({ __typename: view.entity, id: _id })) },
        contextValue: sealedContext(view.entity, primed, log),
      }),
    );
    const entities = (result.data?._entities ?? []) as (Record<string, unknown> | null)[];
    const failures = new Map<number, Error>();
    for (const error of result.errors ?? []) {
      const index = error.path?.[1];
      const cause = error.originalError ?? error;
      if (typeof index === 'number') failures.set(index, failures.get(index) ?? inView(view, cause, error.path));
      else return documents.map(() => inView(view, cause));
    }
    return documents.map(({ _id }, index) => {
      const failure = failures.get(index);
      if (failure !== undefined) return failure;
      const data = entities[index];
      return (
        data ??
        new WellspringError(
          'VIEW_INVALID',
          `${view.entity} "${_id}" resolved to null though its document is there: look at __resolveReference.`,
        )
      );
    });
  };
}

/** `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Member { id … } } }` */
function operationOf(view: OwnedView): DocumentNode {
  let operation = operations.get(view);
  if (operation === undefined) {
    operation = parse(
      `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${view.entity} ${view.selection} } }`,
      { noLocation: true },
    );
    operations.set(view, operation);
  }
  return operation;
}

function sealedContext(entity: string, primed: ReadonlyMap<string, StampedDocument>, log: Logger): UnitContext {
  const loader = {
    load: async (id: string) => {
      const document = primed.get(id);
      if (document === undefined)
        throw new WellspringError('VIEW_NOT_PURE', `A view of ${entity} may not load another ${entity} ("${id}").`);
      return document;
    },
  };
  const entities = new Proxy({ [entity]: loader } as Record<string, unknown>, {
    get(target, property) {
      if (property === entity) return target[entity];
      throw new WellspringError(
        'VIEW_NOT_PURE',
        `A view of ${entity} may not load ${String(property)}: it is a pure function of its one document.`,
      );
    },
  });
  return {
    actor: { kind: 'replication' },
    identity: 'none', // a view is the same for everyone
    models: sealedStandIn('models'),
    records: sealedStandIn('records'),
    entities: entities as never,
    replicas: sealedStandIn('replicas'),
    transaction: sealedStandIn('transactions'),
    clock: { now: () => sealedStandIn<Clock>('the clock').now() },
    log,
    requestId: 'replication',
  };
}

function inView(view: OwnedView, cause: Error, path?: readonly (string | number)[]): Error {
  const field = path?.slice(2).join('.');
  const code = cause instanceof WellspringError ? cause.code : 'VIEW_INVALID';
  return new WellspringError(
    code,
    `${view.name}${field === undefined || field === '' ? '' : `.${field}`}: ${cause.message}`,
    { cause },
  );
}
