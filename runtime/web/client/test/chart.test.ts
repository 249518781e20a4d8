import { expect, it } from 'vitest';
import type { Report } from '../src/api/types';
import { chartOf } from '../src/report/chart';

const report: Report = {
  id: 'r',
  groups: [{ id: 'month' }, { id: 'owner' }],
  measures: [{ id: 'count' }, { id: 'total' }],
  rows: [
    { keys: ['2026-01', { id: '1', title: '李娜' }], values: [1, '10.50'] },
    { keys: ['2026-01', { id: '2', title: '张浩' }], values: [2, 5] },
    { keys: ['2026-01'], values: [3, 15.5] },
    { keys: ['2026-02', { id: '2', title: '张浩' }], values: [4, 7] },
  ],
  chart: { type: 'bar', category: 'month', series: 'owner', measure: 'total' },
};

it('draws detail rows, never subtotals', () => {
  const chart = chartOf(report)!;
  expect(chart.categories).toEqual(['2026-01', '2026-02']);
  expect(chart.series).toEqual([
    { name: '李娜', values: [10.5, 0] },
    { name: '张浩', values: [5, 7] },
  ]);
  expect(chart.keys(1, 1)).toEqual(['2026-02', '2']);
});
