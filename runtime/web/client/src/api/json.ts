/**
 * JSON that never rounds money: a number with more than 15 significant digits is read as a string of the same digits, and
 * `exact("…")` is written as a bare JSON number.
 */

const kToken = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
const kMark = '\u0001exact:';

export function significantDigits(number: string): number {
  const mantissa = number.replace(/[eE].*$/, '').replace(/[-.]/g, '');
  return mantissa.replace(/^0+/, '').replace(/0+$/, '').length;
}

export function parseJson(text: string): unknown {
  if (!/[\d.]{16}/.test(text)) return JSON.parse(text);
  const safe = text.replace(kToken, (token) =>
    token.startsWith('"') || significantDigits(token) <= 15 ? token : `"${token}"`,
  );
  return JSON.parse(safe);
}

/** Marks the text of a number so that `writeJson` emits all its digits. */
export function exact(number: string): string {
  return kMark + number;
}

export function writeJson(value: unknown): string {
  return JSON.stringify(value).replace(/"\\u0001exact:(-?[\d.]+)"/g, '$1');
}
