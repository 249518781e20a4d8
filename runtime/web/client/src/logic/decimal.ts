/** Exact decimal text: numbers of any length are shown and typed without passing through a float. */

export type DecimalLike = number | string | null | undefined;

/** What decimal128 holds, and so the server. */
export const kMostDigits = 34;

const kPlain = /^[+-]?(\d+\.?\d*|\.\d+)$/;
/** English and Chinese group alike: a comma, an apostrophe or a space before every three digits, and always the same one. */
const kGrouped = /^[+-]?\d{1,3}([,' ])\d{3}(?:\1\d{3})*(\.\d*)?$/;
const kScientific = /^-?\d+(\.\d+)?[eE][+-]?\d{1,2}$/;

/**
 * Plain digits ("-1234.50") of a number or of what a person typed; null if it is no number. "1,23" is none: whoever means
 * 1.23 or 123 must say so.
 */
export function toDecimal(input: DecimalLike): string | null {
  if (input === null || input === undefined) return null;
  if (typeof input === 'number') return Number.isFinite(input) ? expand(String(input)) : null;
  const text = input
    .normalize('NFKC')
    .replace(/[−–]/g, '-')
    .replace(/[¥$€£]/, '')
    .replace(/^\s*([+-]?)\s+/, '$1')
    .trim();
  if (kPlain.test(text)) return expand(text);
  return kGrouped.test(text) ? expand(text.replace(/[,' ]/g, '')) : null;
}

/** Why what was typed cannot be taken as a number: the key of the sentence, or null where it can. */
export function misreading(input: DecimalLike): 'error.number' | 'error.digits' | null {
  const digits = toDecimal(input);
  if (digits === null) return 'error.number';
  return digits.replace(/[-.]/g, '').length > kMostDigits ? 'error.digits' : null;
}

/** Numbers of the server may come with an exponent; typed ones may not. */
function digitsOf(value: DecimalLike): string | null {
  return toDecimal(value) ?? (typeof value === 'string' && kScientific.test(value) ? expand(value) : null);
}

function expand(text: string): string {
  const [mantissa = '', power] = text.toLowerCase().replace(/^\+/, '').split('e');
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  let digits = whole + fraction;
  let point = whole.length + (power ? Number(power) : 0);
  if (point <= 0) {
    digits = '0'.repeat(1 - point) + digits;
    point = 1;
  }
  digits = digits.padEnd(point, '0');
  const head = digits.slice(0, point).replace(/^0+(?=\d)/, '');
  const tail = digits.slice(point);
  return (isZero(head + tail) ? '' : sign) + head + (tail ? `.${tail}` : '');
}

function isZero(digits: string): boolean {
  return /^0*$/.test(digits);
}

/** Rounds half to even, as the server does. */
export function roundDecimal(text: string, scale: number): string {
  const sign = text.startsWith('-') ? '-' : '';
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  if (fraction.length <= scale) return sign + whole + (scale ? `.${fraction.padEnd(scale, '0')}` : '');
  let units = BigInt(whole + fraction.slice(0, scale));
  const rest = fraction.slice(scale);
  const half = `5${'0'.repeat(rest.length - 1)}`;
  if (rest > half || (rest === half && units % 2n === 1n)) units += 1n;
  const digits = units.toString().padStart(scale + 1, '0');
  const text2 = scale ? `${digits.slice(0, -scale)}.${digits.slice(-scale)}` : digits;
  return (units === 0n ? '' : sign) + text2;
}

function group(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** "1,234,567.50"; without a scale all digits are kept. */
export function formatDecimal(value: DecimalLike, scale?: number): string {
  const text = digitsOf(value);
  if (text === null) return '';
  const rounded = scale === undefined ? text : roundDecimal(text, scale);
  const sign = rounded.startsWith('-') ? '\u2212' : '';
  const [whole = '', fraction] = rounded.replace('-', '').split('.');
  return sign + group(whole) + (fraction ? `.${fraction}` : '');
}

const kSymbols: Record<string, string> = { CNY: '¥', EUR: '€', USD: '$', GBP: '£', JPY: '¥', HKD: 'HK$' };

export function currencySymbol(code: string | undefined): string {
  return code ? (kSymbols[code] ?? code) : '';
}

export function formatMoney(value: DecimalLike, currency: string | undefined, scale = 2): string {
  const text = formatDecimal(value, scale);
  if (!text || !currency) return text;
  const symbol = currencySymbol(currency);
  const sign = text.startsWith('\u2212') ? '\u2212' : '';
  return `${sign}${symbol}${symbol.length > 2 ? '\u00a0' : ''}${text.slice(sign.length)}`;
}

/** For charts and bars, where a float is good enough. */
export function approximate(value: DecimalLike): number {
  return value === null || value === undefined ? 0 : Number(value);
}
