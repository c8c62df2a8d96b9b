import type { InputCheck } from '@wellspring/kit';

const LEAST = 12; // characters
const MOST = 128;

/** Notes what is wrong with a password that somebody wants. Length is what counts; NIST SP 800-63B, section 3.1.1. */
export function checkPassword(check: InputCheck, password: string): void {
  const length = [...password.normalize('NFKC')].length;
  check.expect(
    length >= LEAST && length <= MOST,
    'password',
    `Expected ${LEAST} to ${MOST} characters, got ${length}.`,
  );
}
