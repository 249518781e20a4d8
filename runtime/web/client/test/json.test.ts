import { expect, it } from 'vitest';
import { exact, parseJson, significantDigits, writeJson } from '../src/api/json';

it('reads long numbers as text and short ones as numbers', () => {
  const text = '{"a": 12345678901234567.89, "b": 12.5, "c": "12345678901234567890", "d": [-0.12345678901234567890]}';
  expect(parseJson(text)).toEqual({
    a: '12345678901234567.89',
    b: 12.5,
    c: '12345678901234567890',
    d: ['-0.12345678901234567890'],
  });
});

it('is not confused by quotes and digits inside texts', () => {
  const value = { note: 'say "12345678901234567890" \\', id: '9999999999999999999' };
  expect(parseJson(JSON.stringify(value))).toEqual(value);
});

it('writes exact numbers with all their digits', () => {
  expect(writeJson({ total: exact('12345678901234567.89'), name: 'exact' })).toBe(
    '{"total":12345678901234567.89,"name":"exact"}',
  );
});

it('counts significant digits', () => {
  expect(['100', '0.0010', '-12.50', '123456789012345.6'].map(significantDigits)).toEqual([1, 1, 3, 16]);
});
