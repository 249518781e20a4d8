import { describe, expect, it } from 'vitest';
import { formatDecimal, formatMoney, misreading, roundDecimal, toDecimal } from '../src/logic/decimal';

describe('toDecimal', () => {
  it.each([
    ['1,234.50', '1234.50'],
    ['１２３４．５', '1234.5'],
    ['-0.00', '0.00'],
    ['¥ 12', '12'],
    ['1 234 567', '1234567'],
    ["1'234.5", '1234.5'],
    ['-¥1,234', '-1234'],
    ['１，２３４', '1234'],
    ['1,234,567.891', '1234567.891'],
    ['.5', '0.5'],
    ['+007', '7'],
    ['99999999999999999999.99', '99999999999999999999.99'],
  ])('%s is %s', (typed, decimal) => expect(toDecimal(typed)).toBe(decimal));
  it.each([
    ['1,23'],
    ['1234,56'],
    ['1.234,50'],
    ['12,34,567'],
    ['1,234 567'],
    ['1,,234'],
    [',123'],
    ['1,234,'],
    ['1e3'],
    ['1.0e400'],
    ['1_000'],
  ])('%s is read neither as this nor as that', (typed) => expect(toDecimal(typed)).toBeNull());
  it.each(['', 'abc', '1.2.3', '--1', '1e9999'])('%s is no number', (typed) => expect(toDecimal(typed)).toBeNull());
  it('takes numbers without an exponent', () => expect(toDecimal(1e21)).toBe('1000000000000000000000'));
});

describe('misreading', () => {
  it.each([
    ['12.50', null],
    ['1,23', 'error.number'],
    ['1e3', 'error.number'],
    ['9'.repeat(34), null],
    ['9'.repeat(35), 'error.digits'],
    [`0.${'1'.repeat(40)}`, 'error.digits'],
  ])('%s: %s', (typed, why) => expect(misreading(typed)).toBe(why));
});

describe('formatDecimal', () => {
  it.each([
    ['1234567.891', 2, '1,234,567.89'],
    ['0.125', 2, '0.12'],
    ['0.135', 2, '0.14'],
    ['-1234.5', 2, '−1,234.50'],
    ['-0.001', 2, '0.00'],
    ['12345678901234567890.12', 2, '12,345,678,901,234,567,890.12'],
    ['999.995', 2, '1,000.00'],
    ['100', 0, '100'],
  ])('%s at %i places is %s', (value, scale, shown) => expect(formatDecimal(value, scale)).toBe(shown));
  it('keeps all digits without a scale', () => expect(formatDecimal('1234.56789')).toBe('1,234.56789'));
  it('shows nothing for nothing', () => expect(formatDecimal(null, 2)).toBe(''));
  it('puts the currency after the sign', () => expect(formatMoney(-12, 'CNY')).toBe('−¥12.00'));
  it('separates a long currency code', () => expect(formatMoney(12, 'CHF')).toBe('CHF\u00a012.00'));
});

it('rounds half to even', () => {
  expect(['2.5', '3.5', '-2.5', '2.51'].map((x) => roundDecimal(x, 0))).toEqual(['2', '4', '-2', '3']);
});
