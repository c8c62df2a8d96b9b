/** Retries that may be made for each fetch. */
const SHARE = 0.1;
/** Retries that are saved up at most: a short outage of a quiet subgraph is bridged too. */
const RESERVE = 20;

/**
 * Keeps retries to a tenth of what is fetched. Without it a subgraph that fails under load would get a multiple of the load
 * (https://sre.google/sre-book/handling-overload/, "Deciding to Retry").
 */
export class RetryBudget {
  #left = RESERVE;

  /** A fetch was made. */
  earn(): void {
    if (this.#left < RESERVE) this.#left += SHARE;
  }

  /** Whether one retry may be made; then it is paid for. */
  spend(): boolean {
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
