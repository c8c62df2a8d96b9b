import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** What travels with a request without being passed by hand: for logs, events and the seal on view resolution. */
export interface RequestScope {
  readonly requestId: string;
  /** W3C trace context, https://www.w3.org/TR/trace-context/ */
  readonly traceparent: string;
  /** Set while a view is resolved: nothing but the document may be used. */
  readonly sealed: boolean;
}

const storage = new AsyncLocalStorage<RequestScope>();

/** The scope of the running request, if there is one. */
export function currentScope(): RequestScope | undefined {
  return storage.getStore();
}

/** Runs `work` in a scope. */
export function runInScope<T>(scope: RequestScope, work: () => T): T {
  return storage.run(scope, work);
}

/** A new W3C traceparent. Whoever makes one here records nothing, and says so: not sampled. */
export function newTraceparent(): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`;
}

/** https://www.w3.org/TR/trace-context/#traceparent-header: later versions may say more at its end. */
const TRACEPARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}(-[\w-]{1,64})?$/;

/** A caller's traceparent is kept with events and sent on with them: only what is one is taken over, else a new one. */
export function traceparentFrom(header: unknown): string {
  return typeof header === 'string' && TRACEPARENT.test(header) ? header : newTraceparent();
}
