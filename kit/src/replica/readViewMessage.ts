import type { JsMsg } from '@nats-io/jetstream';
import { fromHeaders } from '../bus/headers.ts';
import { splitName } from '../bus/subjects.ts';
import { fromWholeMessage, isWholeSubject } from '../bus/wholeMarker.ts';
import { type ReplicaPlan, type ReplicaRow, toRow } from './ReplicaRow.ts';

/** What a message of a view's consumer says: a row, or whether the stream is whole. */
export type ViewNews = { readonly row: ReplicaRow } | { readonly whole: boolean };

/** Reads a message as a consumer of a view believes it. @returns null when it does not keep to PROTOCOL.md, "Messages" and "Whole" */
export function readViewMessage(plan: ReplicaPlan, message: JsMsg): ViewNews | null {
  const { unit, name } = splitName(plan.view);
  const { subject, headers: header, data: payload } = message;
  if (isWholeSubject(subject)) {
    const marker = fromWholeMessage({ subject, header, data: payload }, unit, name);
    return marker === null ? null : { whole: marker.whole };
  }
  const facts = fromHeaders(header, `view.${plan.view}`, subject);
  if (facts === null) return null;
  if (facts.gone) return { row: toRow(plan, facts, undefined) };
  try {
    const data = message.json<Record<string, unknown> | null>();
    return data?.id === facts.id ? { row: toRow(plan, facts, data) } : null;
  } catch {
    return null;
  }
}
