/** An answer that is not what it must be: the figures of such a run mean nothing. */
export class WrongAnswer extends Error {
  override readonly name = 'WrongAnswer';
}

const CLOSE = Buffer.from('}');
const EXTENSIONS = Buffer.from(',"extensions":');

/** The bytes that every right answer begins with. `data` is JSON. */
export function answerPrefix(data: string): Buffer {
  return Buffer.from(`{"data":${data}`);
}

/**
 * Compares an answer's bytes with what it must begin with, without parsing it: this runs once a measured request.
 * @param prefix what {@link answerPrefix} made
 * @throws WrongAnswer unless the status is 200, the data is the same byte by byte, and only `extensions` follow
 */
export function assertAnswer(status: number, body: Buffer, prefix: Buffer): void {
  if (status === 200 && body.subarray(0, prefix.length).equals(prefix)) {
    const rest = body.subarray(prefix.length, prefix.length + EXTENSIONS.length);
    if (rest.equals(EXTENSIONS) || rest.subarray(0, 1).equals(CLOSE)) return;
  }
  throw new WrongAnswer(
    `Expected HTTP 200 with the same data as before the measurement and no errors; got HTTP ${status}: ${excerpt(body, prefix)}`,
  );
}

/** The answer from shortly before where it differs. */
function excerpt(body: Buffer, prefix: Buffer): string {
  let at = 0;
  while (at < body.length && body[at] === prefix[at]) at += 1;
  const from = Math.max(0, at - 60);
  return `${from > 0 ? '…' : ''}${body.subarray(from, at + 240).toString()}`;
}
