import { errors, type NatsConnection, nuid } from '@nats-io/nats-core';
import { answerSubject, reconcileSubject } from '../../../kit/src/bus/subjects.ts';
import type { DriftReport } from '../../../kit/src/drift/DriftReport.ts';

/** What is compared. */
export interface ReconcileRequest {
  /** Which of the unit's replicas, `members.MemberCard`. Default: all. */
  readonly view?: string | undefined;
  /** Whether what differs is repaired. Default true. */
  readonly repair?: boolean;
  /** How long it may take, in ms. Default 1,800,000. */
  readonly timeout?: number;
}

/**
 * Has a unit compare its replicas with their owners (kit/PROTOCOL.md, "Drift").
 * @throws Error when the unit does not run, or copies no such view
 */
export async function reconcileUnit(
  connection: NatsConnection,
  unit: string,
  { view, repair = true, timeout = 1_800_000 }: ReconcileRequest = {},
): Promise<readonly DriftReport[]> {
  const question = JSON.stringify(view === undefined ? { repair } : { view, repair });
  const reply = await connection
    .request(reconcileSubject(unit), question, {
      timeout,
      noMux: true,
      reply: answerSubject('operator', unit, nuid.next()),
    })
    .catch((cause: unknown) => {
      const isAbsent =
        cause instanceof errors.NoRespondersError || (cause instanceof errors.RequestError && cause.isNoResponders());
      throw isAbsent ? new Error(`Expected a running unit "${unit}", but no process of it is at the broker.`) : cause;
    });
  const { reports, error } = reply.json<{ reports?: DriftReport[]; error?: string }>();
  if (reports === undefined) throw new Error(`${unit}: ${error ?? 'an answer without reports'}`);
  return reports;
}
