export type PlanningFailedCode = 'PLAN_UNSUPPORTED' | 'PLAN_INVALID' | 'PLANNING_TIMEOUT' | 'PLANNING_FAILED';

/** An operation for which there is no plan. */
export class PlanningFailed extends Error {
  override readonly name = 'PlanningFailed';
  readonly code: PlanningFailedCode;

  constructor(code: PlanningFailedCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
