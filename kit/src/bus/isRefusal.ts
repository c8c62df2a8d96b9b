import { errors } from '@nats-io/nats-core';

/** Whether the broker's permissions refused a request. The client tells so at once, itself or as the cause of its request's error. */
export function isRefusal(error: unknown): boolean {
  return (
    error instanceof errors.PermissionViolationError ||
    (error instanceof errors.RequestError && error.cause instanceof errors.PermissionViolationError)
  );
}
