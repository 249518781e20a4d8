/** Chinese found by what is typed on a Latin keyboard: "hetong", "ht" or "heto" for 合同. */
type Match = (text: string, pinyin: string, options?: object) => number[] | null;
let match: Match | null = null;

export const hasHan = (text: string) => /\p{Script=Han}/u.test(text);

/** The dictionary is large and comes only where it is needed. */
export async function loadPinyin(): Promise<void> {
  match ??= (await import('pinyin-pro')).match as Match;
}

/** False until the dictionary is there, and for what is typed in Chinese. */
export function soundsLike(text: string, typed: string): boolean {
  const wanted = typed.toLowerCase().replace(/[\s']/g, '');
  if (!match || !/^[a-zü]+$/.test(wanted) || !hasHan(text)) return false;
  return match(text, wanted, { continuous: true, precision: 'first', lastPrecision: 'start' }) !== null;
}
