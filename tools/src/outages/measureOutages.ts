import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'graphql';
import { sendOperation } from '../client/sendOperation.ts';
import { waitFor } from '../client/waitFor.ts';
import type { Platform } from '../platform/Platform.ts';
import { ROOT } from '../root.ts';
import { answeredPaths } from './answeredPaths.ts';
import { fieldsAtRisk, pathsOf, readSupergraph } from './fieldsAtRisk.ts';
import { type FixedOperation, fixedOperations } from './fixedOperations.ts';
import { tellStory } from './tellStory.ts';

/** What an operation was asked for, and what became of it while units were down. */
export interface OperationOutage {
  readonly operation: string;
  /** Its fields that have a value while everything is up. */
  readonly fields: number;
  /** Of these, those that only the missing units can answer. */
  readonly own: readonly string[];
  /** Of these, those that were not answered. */
  readonly lost: readonly string[];
}

/** One outage: these units were down. */
export interface Outage {
  readonly missing: readonly string[];
  readonly operations: readonly OperationOutage[];
}

const PATIENCE = 60_000; // ms
/** What has no value in the story, also while everything is up: its order goes well, and nobody changes or reads anything. */
const EMPTY_IN_STORY: Readonly<Record<string, readonly string[]>> = {
  FollowOrder: ['order.fulfilledAt', 'order.cancelledAt', 'order.cancelReason', 'order.payment.declineReason'],
  MyPayments: ['myPayments.edges.node.declineReason'],
  MySubscription: [
    'me.subscriptionState.refusal',
    'me.subscriptionState.request',
    ...['id', 'plan', 'requestedAt'].map((field) => `me.subscriptionState.request.${field}`),
  ],
  Feed: ['feed.edges.node.editedAt'],
  MyNotifications: ['myNotifications.edges.node.readAt', 'myNotifications.edges.node.email'],
};

/**
 * Takes units down, asks the fixed operations, lets the units run again.
 * @param outages the units of each outage
 * @param tell is told of each outage when it is over
 * @throws Error when not every operation answers in full before, or again after an outage
 */
export async function measureOutages(
  platform: Platform,
  outages: readonly (readonly string[])[],
  tell: (outage: Outage) => void = () => {},
): Promise<Outage[]> {
  const supergraph = readSupergraph(readFileSync(join(ROOT, 'schema', 'supergraph.graphql'), 'utf8'));
  const operations = fixedOperations(await tellStory(platform.gatewayUrl));
  const ask = async ({ query, variables, actor }: FixedOperation): Promise<ReadonlySet<string>> =>
    answeredPaths((await sendOperation(platform.gatewayUrl, { query, variables, actor, timeoutMs: 20_000 })).data);
  const askAll = () => Promise.all(operations.map(ask));

  const whole = await settled(operations, askAll);
  const measured: Outage[] = [];
  for (const missing of outages) {
    for (const unit of missing) await platform.hold(unit);
    const answered = await askAll();
    const outage: Outage = {
      missing,
      operations: operations.map(({ name, query }, index) => {
        const fields = [...(whole[index] ?? [])];
        const risk = new Set(fieldsAtRisk(supergraph, query, missing));
        return {
          operation: name,
          fields: fields.length,
          own: fields.filter((path) => risk.has(path)),
          lost: fields.filter((path) => !answered[index]?.has(path)),
        };
      }),
    };
    measured.push(outage);
    tell(outage);
    await Promise.all(missing.map((unit) => platform.release(unit)));
    await Promise.all(missing.map((unit) => platform.ready(unit, PATIENCE)));
    await waitFor(
      async () => {
        const again = await askAll();
        return whole.every((paths, index) => [...paths].every((path) => again[index]?.has(path))) ? true : undefined;
      },
      {
        deadlineMs: PATIENCE,
        pauseMs: 100,
        timedOut: () => new Error(`Expected every operation to answer in full again after ${missing.join(' and ')}.`),
      },
    );
  }
  return measured;
}

/** The answers while everything is up, once what units do by themselves is seen in them. */
async function settled(
  operations: readonly FixedOperation[],
  askAll: () => Promise<ReadonlySet<string>[]>,
): Promise<ReadonlySet<string>[]> {
  let wrong: string[] = [];
  return waitFor(
    async () => {
      const answers = await askAll();
      wrong = operations.flatMap(({ name, query }, index) =>
        pathsOfOperation(query)
          .filter((path) => answers[index]?.has(path) === (EMPTY_IN_STORY[name] ?? []).includes(path))
          .map((path) => `${name}: ${path}`),
      );
      return wrong.length === 0 ? answers : undefined;
    },
    {
      deadlineMs: PATIENCE,
      pauseMs: 200,
      timedOut: () =>
        new Error(
          `Expected the story to give every field a value but for those that are named; it differs in ${wrong.join(', ')}.`,
        ),
    },
  );
}

function pathsOfOperation(query: string): string[] {
  const document = parse(query);
  const [root] = document.definitions;
  if (root?.kind !== 'OperationDefinition') throw new Error('Expected an operation at the beginning of the file.');
  return [...new Set(pathsOf(document, root.selectionSet))];
}
