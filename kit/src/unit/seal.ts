import { Socket } from 'node:net';
import { WellspringError } from '../errors/WellspringError.ts';
import { currentScope, newTraceparent, runInScope } from './requestScope.ts';

/** @throws WellspringError VIEW_NOT_PURE when called while a view is being resolved */
export function assertUnsealed(what: string): void {
  if (currentScope()?.sealed === true) {
    throw new WellspringError(
      'VIEW_NOT_PURE',
      `A view is a pure function of its one document: its fields may not use ${what}. Keep the value in the document, or leave the field out of the view.`,
    );
  }
}

let installed = false;

/** Makes the network refuse sealed callers. Once a process; costs one look-up a connection. */
function sealNetwork(): void {
  if (installed) return;
  installed = true;
  const connect = Socket.prototype.connect;
  Socket.prototype.connect = function sealedConnect(this: Socket, ...args: unknown[]) {
    assertUnsealed('the network');
    return Reflect.apply(connect, this, args) as Socket;
  } as typeof connect;
  // A request over a kept-alive connection opens no socket, so fetch is guarded by itself.
  const fetchUnsealed = globalThis.fetch;
  globalThis.fetch = async (...args) => {
    assertUnsealed('the network');
    return fetchUnsealed(...args);
  };
}

/** Runs a view's resolution: models, replicas, loaders and the network throw VIEW_NOT_PURE inside. */
export function runSealed<T>(requestId: string, work: () => T): T {
  sealNetwork();
  return runInScope({ requestId, traceparent: newTraceparent(), sealed: true }, work);
}

/** A stand-in for models, replicas or the clock in a sealed context: any use of it throws. */
export function sealedStandIn<T extends object>(what: string): T {
  const refuse = (): never => {
    assertUnsealed(what);
    throw new WellspringError('VIEW_NOT_PURE', `A view may not use ${what}.`);
  };
  return new Proxy({} as T, { get: refuse, has: refuse, ownKeys: refuse });
}
