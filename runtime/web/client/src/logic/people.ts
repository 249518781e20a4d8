/** The letters in a person's avatar: the given name of a Chinese name, else the first letters of two words. */
export function initials(name: string): string {
  const text = name.trim();
  if (/^[\u3400-\u9fff]{2,}$/.test(text)) return text.slice(-2);
  const words = text.split(/\s+/).filter(Boolean);
  return words.length > 1
    ? `${words[0]!.charAt(0)}${words[words.length - 1]!.charAt(0)}`.toUpperCase()
    : text.slice(0, 2).toUpperCase();
}

/** A stable hue for a person, so that one finds the same face again. */
export function hue(id: string): number {
  let sum = 7;
  for (const c of id) sum = (sum * 31 + c.charCodeAt(0)) % 9973;
  return (sum * 137) % 360;
}
