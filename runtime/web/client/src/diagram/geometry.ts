/** What a drawing computes without a screen: ways with round corners, arrow heads, where texts stand and break. */

export type Point = readonly [number, number];
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const at = (points: readonly Point[], i: number) => points[i < 0 ? points.length + i : i]!;
const n = (value: number) => String(Math.round(value * 10) / 10);

/** An SVG path through the points with corners of radius `r`; its end gives way to the arrow head. */
export function roundedPath(points: readonly Point[], r = 7, shorten = 0): string {
  if (points.length < 2) return '';
  const parts = [`M${n(points[0]![0])} ${n(points[0]![1])}`];
  for (let i = 1; i + 1 < points.length; i += 1) {
    const [a, b, c] = [points[i - 1]!, points[i]!, points[i + 1]!];
    const before = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const after = Math.hypot(c[0] - b[0], c[1] - b[1]);
    const radius = Math.min(r, before / 2, after / 2);
    if (radius < 1) {
      parts.push(`L${n(b[0])} ${n(b[1])}`);
      continue;
    }
    const enter = [b[0] - ((b[0] - a[0]) / before) * radius, b[1] - ((b[1] - a[1]) / before) * radius] as const;
    const leave = [b[0] + ((c[0] - b[0]) / after) * radius, b[1] + ((c[1] - b[1]) / after) * radius] as const;
    parts.push(`L${n(enter[0])} ${n(enter[1])}`, `Q${n(b[0])} ${n(b[1])} ${n(leave[0])} ${n(leave[1])}`);
  }
  const [u, end] = endOf(points);
  parts.push(`L${n(end[0] - u[0] * shorten)} ${n(end[1] - u[1] * shorten)}`);
  return parts.join('');
}

/** The direction of the last piece, and where it ends. */
export function endOf(points: readonly Point[]): [Point, Point] {
  const end = at(points, -1);
  const before = at(points, -2);
  const length = Math.max(1e-6, Math.hypot(end[0] - before[0], end[1] - before[1]));
  return [[(end[0] - before[0]) / length, (end[1] - before[1]) / length], end];
}

export function arrowHead(points: readonly Point[], length = 10, half = 4.5): string {
  if (points.length < 2) return '';
  const [u, end] = endOf(points);
  const back = [end[0] - u[0] * length, end[1] - u[1] * length] as const;
  const corner = (side: number) => `${n(back[0] - u[1] * half * side)} ${n(back[1] + u[0] * half * side)}`;
  return `M${n(end[0])} ${n(end[1])}L${corner(1)}L${corner(-1)}Z`;
}

/** The slash of BPMN's default flow. */
export function defaultSlash(points: readonly Point[]): string {
  if (points.length < 2) return '';
  const [a, b] = [points[0]!, points[1]!];
  const length = Math.max(1e-6, Math.hypot(b[0] - a[0], b[1] - a[1]));
  const v = [(b[0] - a[0]) / length, (b[1] - a[1]) / length] as const;
  const m = [a[0] + v[0] * Math.min(11, length / 2), a[1] + v[1] * Math.min(11, length / 2)] as const;
  const from = [m[0] - v[0] * 3 - v[1] * 5, m[1] - v[1] * 3 + v[0] * 5] as const;
  const to = [m[0] + v[0] * 3 + v[1] * 5, m[1] + v[1] * 3 - v[0] * 5] as const;
  return `M${n(from[0])} ${n(from[1])}L${n(to[0])} ${n(to[1])}`;
}

/** Half way along the piece that holds a text best: horizontal ones if it fits between their ends. */
export function labelPoint(points: readonly Point[], width = 110): Point {
  let longest = -1;
  let best: Point = points[0] ?? [0, 0];
  for (let i = 1; i < points.length; i += 1) {
    const [a, b] = [points[i - 1]!, points[i]!];
    const across = Math.abs(b[0] - a[0]);
    const length = across * (across > width + 20 ? 1.6 : 0.6) + Math.abs(b[1] - a[1]);
    if (length <= longest) continue;
    longest = length;
    best = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  }
  return best;
}

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;

/** About how wide a text is drawn, in units of its size. */
export function textWidth(text: string): number {
  let width = 0;
  for (const c of text) {
    if (wide.test(c)) width += 1;
    else if (/[iljt.,:;'|!()[\]]/.test(c)) width += 0.32;
    else if (c === ' ') width += 0.28;
    else if (/[A-ZMWmw@%]/.test(c)) width += 0.7;
    else width += 0.56;
  }
  return width;
}

/** Pieces that may stand on lines of their own: words, and single characters of Chinese; closing marks stay. */
function pieces(text: string): string[] {
  const found: string[] = [];
  for (const word of text.split(/(?<=[\s\-/])/)) {
    let rest = '';
    for (const c of word) {
      const closing = /[，。、；：！？）》」】…%]/.test(c);
      if (wide.test(c) && !closing) {
        if (rest) found.push(rest);
        rest = c;
      } else {
        if (rest && wide.test(rest[rest.length - 1]!) && !closing && c !== ' ') {
          found.push(rest);
          rest = '';
        }
        rest += c;
      }
    }
    if (rest) found.push(rest);
  }
  return found;
}

function cut(text: string, most: number): string {
  let kept = '';
  for (const c of text) {
    if (textWidth(`${kept}${c}…`) > most) break;
    kept += c;
  }
  return kept;
}

/** Lines of at most `width` at this size; what does not fit ends in "…". */
export function wrapText(text: string, width: number, size: number, lines: number): string[] {
  const most = width / size;
  const out: string[] = [];
  let line = '';
  for (let piece of pieces(text.trim().replace(/\s+/g, ' '))) {
    if (textWidth((line + piece).trimEnd()) <= most) {
      line += piece;
      continue;
    }
    if (line) out.push(line.trimEnd());
    while (textWidth(piece.trimEnd()) > most) {
      const head = cut(piece, most + textWidth('…'));
      if (!head) break;
      out.push(head);
      piece = piece.slice(head.length);
    }
    line = piece;
  }
  if (line.trim()) out.push(line.trimEnd());
  if (out.length <= lines) return out;
  const kept = out.slice(0, lines);
  kept[lines - 1] = `${cut(kept[lines - 1]!, most)}…`;
  return kept;
}

export interface View {
  x: number;
  y: number;
  k: number;
}

/** Everything in sight, in the middle, never larger than `largest`. */
export function fit(bounds: Box, width: number, height: number, margin = 24, largest = 1.15): View {
  const k = Math.min(
    largest,
    Math.max(0.02, (width - 2 * margin) / Math.max(1, bounds.width)),
    Math.max(0.02, (height - 2 * margin) / Math.max(1, bounds.height)),
  );
  return {
    k,
    x: width / 2 - (bounds.x + bounds.width / 2) * k,
    y: height / 2 - (bounds.y + bounds.height / 2) * k,
  };
}

/** The same point stays under the pointer. */
export function zoomAt(view: View, factor: number, x: number, y: number): View {
  const k = Math.min(4, Math.max(0.05, view.k * factor));
  return { k, x: x - ((x - view.x) / view.k) * k, y: y - ((y - view.y) / view.k) * k };
}
