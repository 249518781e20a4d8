/** Exact decimal text: numbers of any length are shown and typed without passing through a float. */

export type DecimalLike = number | string | null | undefined;

/** Plain digits ("-1234.50") of a number or of what a person typed; null if it is no number. */
export function toDecimal(input: DecimalLike): string | null {
  if (input === null || input === undefined) return null;
  if (typeof input === 'number') return Number.isFinite(input) ? expand(String(input)) : null;
  const text = input
    .normalize('NFKC')
    .replace(/[\s,'_¥$€£]/g, '')
    .replace(/[−–]/g, '-');
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/.test(text) ? expand(text) : null;
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
  const text = toDecimal(value);
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
