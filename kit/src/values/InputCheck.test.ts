import { describe, expect, test } from '@jest/globals';
import { WellspringError } from '../errors/WellspringError.ts';
import { InputCheck } from './InputCheck.ts';

describe('InputCheck', () => {
  test('tells every fault at once, each with its field', () => {
    const check = new InputCheck();
    check.text('name', '   ', { max: 80 });
    check.text('handle', 'Ada!', { max: 30, pattern: /^[a-z]+$/, says: 'a-z' });
    check.whole('lines[2].quantity', 0, { min: 1, max: 999 });
    check.expect(false, 'lines', 'Expected at least one line, got none.');

    expect(() => check.throwFaults()).toThrow(
      expect.objectContaining({
        code: 'BAD_INPUT',
        details: {
          faults: [
            { field: 'name', message: 'Expected 1 to 80 characters, got 0.' },
            { field: 'handle', message: 'Expected a-z, got "Ada!".' },
            { field: 'lines[2].quantity', message: 'Expected a whole number from 1 to 999, got 0.' },
            { field: 'lines', message: 'Expected at least one line, got none.' },
          ],
        },
      }),
    );
  });

  test('lets good input through, cleaned', () => {
    const check = new InputCheck();
    expect(check.text('name', '  Zoe\u0308 ', { max: 3 })).toBe('Zo\u00eb');
    expect(check.optionalText('city', undefined, { max: 3 })).toBeNull();
    expect(check.optionalText('city', ' ', { max: 3 })).toBeNull();
    expect(check.optionalText('city', ' Ulm ', { max: 3 })).toBe('Ulm');
    expect(check.whole('quantity', 7, { min: 1, max: 999 })).toBe(7);
    expect(() => check.throwFaults()).not.toThrow();
  });

  test('counts characters as people do, not UTF-16 units', () => {
    const check = new InputCheck();
    check.text('name', '👋👋👋', { max: 3 });
    expect(() => check.throwFaults()).not.toThrow();
  });

  test.each([1.5, Number.NaN, 2 ** 53])('%p is no whole number', (value) => {
    const check = new InputCheck();
    check.whole('quantity', value, { min: 0, max: Number.MAX_VALUE });
    expect(() => check.throwFaults()).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });

  test("takes a parser's BAD_INPUT for a fault of the field, and nothing else", () => {
    const check = new InputCheck();
    expect(check.parsed('price', () => 7)).toBe(7);
    check.parsed('price', () => {
      throw new WellspringError('BAD_INPUT', 'Expected a price.');
    });
    expect(() => check.throwFaults()).toThrow('price: Expected a price.');
    expect(() =>
      check.parsed('price', () => {
        throw new TypeError('our bug');
      }),
    ).toThrow(TypeError);
  });
});
