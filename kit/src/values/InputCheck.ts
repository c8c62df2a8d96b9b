import { isWellspringError, WellspringError } from '../errors/WellspringError.ts';

/** One thing that is wrong with an input. */
export interface InputFault {
  /** The field's path as the caller wrote it: `price`, `lines[2].quantity`. */
  readonly field: string;
  /** What was expected and what was got. */
  readonly message: string;
}

/** What a text must be, after white space around it is removed. */
export interface TextRule {
  /** Least number of characters; 1 unless given. */
  readonly min?: number;
  /** Most characters. */
  readonly max: number;
  readonly pattern?: RegExp;
  /** The pattern in words, for the message: `a-z, 0-9 and _`. */
  readonly says?: string;
}

/**
 * Collects every fault of one input, so that the caller corrects all at once.
 *
 *     const check = new InputCheck();
 *     const name = check.text('name', input.name, { max: 80 });
 *     check.throwFaults();
 *
 * What a method returns is the cleaned value; it means nothing when its field is at fault, so call `throwFaults` before using any.
 */
export class InputCheck {
  readonly #faults: InputFault[] = [];

  /** Notes a fault unless `holds`. */
  expect(holds: boolean, field: string, message: string): void {
    if (!holds) this.#faults.push({ field, message });
  }

  /** A text without white space around it, in Unicode's composed form. */
  text(field: string, value: string, { min = 1, max, pattern, says }: TextRule): string {
    const text = value.trim().normalize('NFC');
    const length = [...text].length;
    if (length < min || length > max) {
      this.expect(false, field, `Expected ${min} to ${max} characters, got ${length}.`);
    } else if (pattern !== undefined && !pattern.test(text)) {
      this.expect(false, field, `Expected ${says ?? String(pattern)}, got ${JSON.stringify(text)}.`);
    }
    return text;
  }

  /** Like {@link text}; absent, null and (where `min` is above 0) nothing but white space are null. */
  optionalText(field: string, value: string | null | undefined, rule: TextRule): string | null {
    if (value === null || value === undefined || (value.trim() === '' && rule.min !== 0)) return null;
    return this.text(field, value, rule);
  }

  /** What a client calls a command by, so that a repeat is known: 1 to 100 characters, as they are; absent is null. */
  idempotencyKey(field: string, value: string | null | undefined): string | null {
    const length = value?.length ?? 1;
    this.expect(length >= 1 && length <= 100, field, `Expected 1 to 100 characters, got ${length}.`);
    return value ?? null;
  }

  /** A whole number from `min` to `max`. */
  whole(field: string, value: number, { min, max }: { readonly min: number; readonly max: number }): number {
    const fits = Number.isSafeInteger(value) && value >= min && value <= max;
    this.expect(fits, field, `Expected a whole number from ${min} to ${max}, got ${value}.`);
    return value;
  }

  /** What `parse` returns; a BAD_INPUT that it throws becomes a fault of the field, anything else passes through. */
  parsed<T>(field: string, parse: () => T): T | undefined {
    try {
      return parse();
    } catch (error) {
      if (!isWellspringError(error, 'BAD_INPUT')) throw error;
      this.expect(false, field, error.message);
      return undefined;
    }
  }

  /** @throws WellspringError BAD_INPUT with `details.faults` when there is any fault */
  throwFaults(): void {
    if (this.#faults.length === 0) return;
    const list = this.#faults.map(({ field, message }) => `${field}: ${message}`).join(' ');
    throw new WellspringError('BAD_INPUT', list, { details: { faults: [...this.#faults] } });
  }
}
