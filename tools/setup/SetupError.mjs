/** Something cannot be had. `advice` says what to do about it. */
export class SetupError extends Error {
  name = 'SetupError';

  /**
   * @param {string} message what is missing
   * @param {string} advice what to do, as a sentence
   */
  constructor(message, advice) {
    super(message);
    this.advice = advice;
  }
}
