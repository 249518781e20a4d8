import { describe, expect, it } from 'vitest';
import { wrapText, type Box, type Point } from '../src/diagram/geometry';
import { Ground, lengthInside, title, type Spot } from '../src/diagram/labels';
import { textWidth } from '../src/diagram/geometry';

const boxOf = (spot: Spot, size: number): Box => {
  const width = Math.max(...spot.lines.map(textWidth)) * size;
  const x = spot.anchor === 'middle' ? spot.x - width / 2 : spot.anchor === 'end' ? spot.x - width : spot.x;
  return { x, y: spot.y - 0.86 * size, width, height: spot.lines.length * size * 1.2 };
};
const apart = (a: Box, b: Box) =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

const event = { x: 100, y: 100, width: 36, height: 36, shape: 'event' };

describe('the name of an event', () => {
  it('stands below it', () => {
    const spot = new Ground().beside(event, 'Begin', 12)!;
    expect(spot).toMatchObject({ anchor: 'middle', x: 118, lines: ['Begin'] });
    expect(spot.y).toBeGreaterThan(136);
  });
  it('stands above where an edge leaves downwards', () => {
    const ground = new Ground();
    ground.way([[118, 136], [118, 200]]); // prettier-ignore
    expect(ground.beside(event, 'Begin', 12)!.y).toBeLessThan(100);
  });
  it('keeps away from the name and the border of the sub-process around it', () => {
    const ground = new Ground();
    const around = { x: 60, y: 66, width: 120, height: 300 };
    ground.border(around);
    const heading = { x: 72, y: 72, width: 100, height: 20 };
    ground.text(heading);
    ground.way([[118, 136], [118, 200]]); // prettier-ignore
    const box = boxOf(ground.beside(event, 'Start', 12)!, 12);
    expect(apart(box, heading)).toBe(true);
    expect(apart(box, { x: 117, y: 136, width: 2, height: 64 })).toBe(true);
    expect(box.x + box.width).toBeLessThan(180);
  });
  it('stands at the corner of what a boundary event interrupts', () => {
    const ground = new Ground();
    ground.node({ x: 40, y: 40, width: 120, height: 78 });
    const spot = ground.beside({ ...event, position: 'boundary' }, 'Too late', 12)!;
    expect(spot.anchor).toBe('start');
    expect(spot.x).toBeGreaterThan(136);
  });
});

describe('the text of an edge', () => {
  const forms = (text: string) => [wrapText(text, 150, 12, 2), wrapText(text, 84, 12, 3)];
  it('stands above a long level piece', () => {
    const spot = new Ground().along([[0, 100], [300, 100]], forms('approved'), 12)!; // prettier-ignore
    expect(spot.x).toBe(150);
    expect(spot.y).toBeLessThan(100);
  });
  it('keeps away from names, nodes and borders', () => {
    const ground = new Ground();
    const name = { x: 80, y: 60, width: 120, height: 36 };
    const border = { x: 230, y: 20, width: 400, height: 300 };
    ground.text(name);
    ground.border(border);
    const way: Point[] = [[100, 100], [260, 100]]; // prettier-ignore
    ground.way(way);
    const spot = ground.along(way, forms('More than one hundred'), 12)!;
    const box = boxOf(spot, 12);
    expect(apart(box, name)).toBe(true);
    expect(box.x + box.width).toBeLessThan(230);
    expect(lengthInside(way[0]!, way[1]!, box)).toBe(0);
  });
  it('never covers another one', () => {
    const ground = new Ground();
    const boxes = Array.from({ length: 4 }, (_, i) => {
      const way: Point[] = [[0, 100], [40, 100], [40, 100 + 60 * i], [200, 100 + 60 * i]]; // prettier-ignore
      ground.way(way);
      return boxOf(ground.along(way, forms('refused by finance'), 12)!, 12);
    });
    boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => expect(apart(a, b)).toBe(true)));
  });
});

describe('the name of an open sub-process', () => {
  it('is whole where there is room, smaller before it is cut', () => {
    const text = 'Expanded Sub-Process 1';
    expect(title({ x: 0, y: 0, width: 400, height: 100 }, text, 1.36)).toMatchObject({ words: text, size: 17 });
    const narrow = title({ x: 0, y: 0, width: 190, height: 100 }, text, 1.36);
    expect(narrow.words).toBe(text);
    expect(narrow.size).toBeLessThan(17);
    expect(title({ x: 0, y: 0, width: 100, height: 100 }, text, 1.36).words).toMatch(/…$/);
  });
});

it('lengths inside of boxes', () => {
  const box = { x: 0, y: 0, width: 10, height: 10 };
  expect(lengthInside([-5, 5], [5, 5], box)).toBe(5);
  expect(lengthInside([-5, 11], [15, 11], box)).toBe(0);
  expect(lengthInside([0, 0], [10, 10], box)).toBeCloseTo(14.14, 1);
});
