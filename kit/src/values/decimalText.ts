/** A plain decimal number as text: no exponent, no leading zeros, no sign but a minus. */
const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** The longest accepted text; far above any amount, below anything that costs time. */
const MAX_LENGTH = 64;

/** Whether `value` is an exact decimal number in wire form: `"129.00"`, `"-0.5"`, `"7"`. */
export function isDecimalText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_LENGTH && DECIMAL.test(value);
}
