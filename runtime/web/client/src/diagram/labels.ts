/** Where names stand: beside events and gateways and along edges, away from nodes, borders, lines and each other. */
import { labelPoint, textWidth, wrapText, type Box, type Point } from './geometry';

export interface Spot {
  lines: string[];
  anchor: 'start' | 'middle' | 'end';
  x: number;
  /** Of the first line; its words stand on it. */
  y: number;
}
interface Line {
  a: Point;
  b: Point;
  of?: readonly Point[];
}
interface Sized {
  lines: string[];
  width: number;
  height: number;
}
/** A node as far as names are concerned. */
export interface Named extends Box {
  shape: string;
  position?: string;
  expanded?: boolean;
}

export const lineHeight = 1.2;
/** Around nodes and names. */
const clear = 2;

function sized(lines: string[], size: number): Sized {
  const widest = Math.max(0, ...lines.map((line) => textWidth(line)));
  return { lines, width: widest * size, height: lines.length * size * lineHeight };
}

/** How much of a line lies in a box. */
export function lengthInside(a: Point, b: Point, box: Box): number {
  let from = 0;
  let to = 1;
  const d = [b[0] - a[0], b[1] - a[1]] as const;
  for (const [start, step, low, high] of [
    [a[0], d[0], box.x, box.x + box.width],
    [a[1], d[1], box.y, box.y + box.height],
  ] as const) {
    if (Math.abs(step) < 1e-9) {
      if (start < low || start > high) return 0;
      continue;
    }
    const [one, other] = [(low - start) / step, (high - start) / step];
    from = Math.max(from, Math.min(one, other));
    to = Math.min(to, Math.max(one, other));
  }
  return to > from ? (to - from) * Math.hypot(d[0], d[1]) : 0;
}

function shared(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

const grown = (box: Box, by: number): Box => ({
  x: box.x - by,
  y: box.y - by,
  width: box.width + 2 * by,
  height: box.height + 2 * by,
});

/** The ground of a drawing: what stands there, and the names that have found their place. */
export class Ground {
  private readonly nodes: Box[] = [];
  private readonly texts: Box[] = [];
  private readonly lines: Line[] = [];

  node(box: Box) {
    this.nodes.push(box);
  }
  text(box: Box) {
    this.texts.push(box);
  }
  way(points: readonly Point[]) {
    for (let i = 1; i < points.length; i += 1) this.lines.push({ a: points[i - 1]!, b: points[i]!, of: points });
  }
  border({ x, y, width, height }: Box) {
    const corners: Point[] = [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
      [x, y],
    ];
    for (let i = 1; i < corners.length; i += 1) this.lines.push({ a: corners[i - 1]!, b: corners[i]! });
  }

  /** The name of an event or gateway; it stands there from now on. */
  beside(node: Named, text: string, size: number, width = 124): Spot | null {
    const words = sized(wrapText(text, width, size, 2), size);
    if (!words.lines.length) return null;
    const { x, y, width: w, height: h } = node;
    const [cx, cy] = [x + w / 2, y + h / 2];
    const right = x + w;
    const bottom = y + h;
    const below = { anchor: 'middle', x: cx, y: bottom + 3 } as const;
    const corner = { anchor: 'start', x: right + 3, y: bottom - 0.8 * size - 2 } as const;
    const places: { anchor: Spot['anchor']; x: number; y: number }[] = [
      ...(node.position === 'boundary' ? [corner] : []),
      below,
      { anchor: 'middle', x: cx, y: y - words.height - 3 },
      { anchor: 'end', x: cx - 8, y: bottom + 1 },
      { anchor: 'start', x: cx + 8, y: bottom + 1 },
      { anchor: 'start', x: right + 5, y: cy - words.height / 2 },
      { anchor: 'end', x: x - 5, y: cy - words.height / 2 },
      { anchor: 'start', x: right - 4, y: y - words.height + 2 },
      { anchor: 'end', x: x + 4, y: y - words.height + 2 },
    ];
    const reach = grown(node, words.width + words.height + 10);
    const near = this.near(reach, (box) => box.x === x && box.y === y && box.width === w);
    const best = least(places, (place, i) => i * 4 + near(grown(boxOf(place, words), 1)));
    this.text(boxOf(best, words));
    return { lines: words.lines, anchor: best.anchor, x: best.x, y: best.y + 0.86 * size };
  }

  /** A text along a way, in the form that fits best; it stands there from now on. */
  along(points: readonly Point[], forms: string[][], size: number): Spot | null {
    const choices = forms.filter((lines) => lines.length).map((lines) => sized(lines, size));
    if (!choices.length || points.length < 2) return null;
    const usual = labelPoint(points);
    const places: { spot: { anchor: 'middle'; x: number; y: number }; words: Sized; piece: number; cost: number }[] =
      [];
    choices.forEach((words, form) => {
      for (let i = 1; i < points.length; i += 1) {
        const [a, b] = [points[i - 1]!, points[i]!];
        const across = Math.abs(b[0] - a[0]) >= Math.abs(b[1] - a[1]);
        const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
        if (length < 12 && points.length > 2) continue;
        const tight = across && length < words.width + 12 ? 14 : 0;
        for (const t of [0.5, 0.32, 0.68, 0.18, 0.82]) {
          const [x, y] = [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
          const base = form * 5 + tight + Math.hypot(x - usual[0], y - usual[1]) * 0.15;
          const offer = (dx: number, dy: number, cost: number) =>
            places.push({
              spot: { anchor: 'middle', x: x + dx, y: y + dy - words.height / 2 },
              words,
              piece: i,
              cost: base + cost,
            });
          if (across) {
            offer(0, -words.height / 2 - 3, 0);
            offer(0, words.height / 2 + 4, 3);
          } else {
            offer(words.width / 2 + 5, 0, 1);
            offer(-words.width / 2 - 5, 0, 3);
            offer(0, 0, 9);
          }
        }
      }
    });
    const widest = Math.max(...choices.map((c) => c.width));
    const xs = points.map((p) => p[0]);
    const ys = points.map((p) => p[1]);
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    const reach = grown({ x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top }, widest + 40);
    const near = this.near(reach, () => false);
    if (!places.length) return null;
    const best = least(places, ({ spot, words, piece, cost }) => {
      const own: Line = { a: points[piece - 1]!, b: points[piece]!, of: points };
      return cost + near(grown(boxOf(spot, words), 2.5), own);
    });
    this.text(boxOf(best.spot, best.words));
    return { lines: best.words.lines, anchor: 'middle', x: best.spot.x, y: best.spot.y + 0.86 * size };
  }

  /** What it costs to lie on what stands around there. */
  private near(reach: Box, left_out: (box: Box) => boolean): (box: Box, own?: Line) => number {
    const nodes = this.nodes.filter((each) => shared(each, reach) > 0 && !left_out(each));
    const texts = this.texts.filter((each) => shared(each, reach) > 0);
    const lines = this.lines.filter((each) => lengthInside(each.a, each.b, reach) > 0);
    return (box, own) => {
      let cost = 0;
      for (const each of nodes) {
        const area = shared(grown(each, clear), box);
        if (area > 0) cost += 40 + area * 0.5;
      }
      for (const each of texts) {
        const area = shared(grown(each, clear), box);
        if (area > 0) cost += 40 + area;
      }
      for (const { a, b, of } of lines) {
        if (own && of === own.of && a === own.a && b === own.b) continue;
        const length = lengthInside(a, b, box);
        if (length > 0) cost += 12 + length;
      }
      return cost;
    };
  }
}

function boxOf(place: { anchor: Spot['anchor']; x: number; y: number }, words: Sized): Box {
  const x =
    place.anchor === 'middle' ? place.x - words.width / 2 : place.anchor === 'end' ? place.x - words.width : place.x;
  return { x, y: place.y, width: words.width, height: words.height };
}

function least<T>(all: T[], cost: (each: T, i: number) => number): T {
  const costs = all.map(cost);
  return all[costs.indexOf(Math.min(...costs))] as T;
}

/** The name of an open sub-process at its top: as large as there is room for, whole if that is possible at all. */
export function title(node: Box, text: string, zoom: number): { size: number; words: string; x: number; y: number } {
  const room = node.width - 24;
  const sizes = [12.5 * zoom, 12.5 * Math.max(1, zoom * 0.85), 12.5, 11].filter((size) => size <= 12.5 * zoom);
  const size = sizes.find((each) => textWidth(text) * each <= room) ?? sizes[sizes.length - 1]!;
  return { size, words: wrapText(text, room, size, 1)[0] ?? '', x: node.x + 12, y: node.y + 5 + size * 0.95 };
}

export function titleBox(node: Box, text: string, zoom: number): Box {
  const { size, words, x, y } = title(node, text, zoom);
  return { x, y: y - size * 0.86, width: textWidth(words) * size, height: size * lineHeight };
}
