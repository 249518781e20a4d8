import { describe, expect, it } from 'vitest';
import {
  arrowHead,
  fit,
  labelPoint,
  roundedPath,
  textWidth,
  wrapText,
  zoomAt,
  type Point,
} from '../src/diagram/geometry';
import { heatOf, marksOf } from '../src/diagram/marks';

const way: Point[] = [
  [0, 0],
  [100, 0],
  [100, 50],
];

describe('ways', () => {
  it('have round corners and stop before the arrow head', () => {
    expect(roundedPath(way, 7, 5)).toBe('M0 0L93 0Q100 0 100 7L100 45');
    expect(arrowHead(way)).toBe('M100 50L95.5 40L104.5 40Z');
  });
  it('survive points on each other', () => {
    expect(roundedPath([[1, 1], [1, 1], [1, 1]])).not.toContain('NaN'); // prettier-ignore
    expect(roundedPath([[1, 1]])).toBe('');
    expect(arrowHead([[1, 1], [1, 1]])).not.toContain('NaN'); // prettier-ignore
  });
  it('bear their text on a long horizontal piece', () => {
    expect(labelPoint(way, 60)).toEqual([50, 0]);
    expect(labelPoint([[0, 0], [30, 0], [30, 400]], 60)).toEqual([30, 200]); // prettier-ignore
  });
});

describe('texts', () => {
  it('break between words and between Chinese characters', () => {
    expect(wrapText('Contract takes effect', 100, 12, 3)).toEqual(['Contract takes', 'effect']);
    expect(wrapText('销售总监与财务会审通过之后', 84, 12, 3)).toEqual(['销售总监与财务', '会审通过之后']);
  });
  it('keep closing marks with what they close', () => {
    for (const line of wrapText('总监审批（十万元及以上），财务会审。', 60, 12, 9))
      expect(line).not.toMatch(/^[，。）]/);
  });
  it('end in an ellipsis where they do not fit, and never exceed their width', () => {
    const text = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen and some more words';
    const lines = wrapText(text, 100, 12, 2);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/…$/);
    for (const line of lines) expect(textWidth(line) * 12).toBeLessThanOrEqual(101);
  });
  it('may be empty', () => expect(wrapText('   ', 100, 12, 2)).toEqual([]));
});

describe('the view', () => {
  const bounds = { x: -50, y: 0, width: 1000, height: 400 };
  it('shows everything in the middle', () => {
    const view = fit(bounds, 548, 648);
    expect(view.k).toBeCloseTo(0.5);
    expect(view.x + 450 * view.k).toBeCloseTo(274);
    expect(view.y + 200 * view.k).toBeCloseTo(324);
  });
  it('zooms at the pointer, within limits', () => {
    const view = zoomAt({ x: 10, y: 20, k: 1 }, 2, 110, 120);
    expect(view).toEqual({ k: 2, x: -90, y: -80 });
    expect(zoomAt(view, 1000, 0, 0).k).toBe(4);
  });
});

it('activities bear their marks in order', () => {
  expect(marksOf({ type: 'sub_process', shape: 'task', container: true, repeat: 'parallel' })).toEqual([
    'parallel',
    'collapsed',
  ]);
  expect(marksOf({ type: 'ad_hoc', shape: 'task', container: true, expanded: true })).toEqual(['ad_hoc']);
  expect(marksOf({ type: 'exclusive', shape: 'gateway', repeat: 'loop' })).toEqual([]);
});

it('heat grows with the value and knows its ends', () => {
  expect(heatOf(null, 10)).toBe(0);
  expect(heatOf(10, 10)).toBe(1);
  expect(heatOf(2.5, 10)).toBe(0.5);
  expect(heatOf(5, 0)).toBe(0);
});
