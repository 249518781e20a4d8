import type { Report } from '@/api/types';
import { t } from '@/i18n';
import { approximate } from '@/logic/decimal';

export interface ChartData {
  type: string;
  categories: string[];
  series: { name: string; values: number[] }[];
  /** The group keys behind category i and series j. */
  keys: (category: number, series: number) => string[];
}

type Key = Report['rows'][number]['keys'][number];

export function keyText(key: Key | undefined): string {
  if (key === null || key === undefined || key === '') return '—';
  if (typeof key === 'boolean') return t(key ? 'field.yes' : 'field.no');
  return typeof key === 'object' ? key.title : String(key);
}

export function keyId(key: Key | undefined): string {
  if (key === null || key === undefined) return '';
  return typeof key === 'object' ? key.id : String(key);
}

/** What the chart of a report shows, taken from its detail rows. */
export function chartOf(report: Report): ChartData | null {
  const chart = report.chart;
  if (!chart) return null;
  const categoryAt = Math.max(
    0,
    report.groups.findIndex((g) => g.id === chart.category),
  );
  const seriesAt = chart.series ? report.groups.findIndex((g) => g.id === chart.series) : -1;
  const measureAt = Math.max(
    0,
    report.measures.findIndex((m) => m.id === chart.measure),
  );
  const categories = new Map<string, Key>();
  const series = new Map<string, Key>();
  const sums = new Map<string, number>();
  for (const row of report.rows) {
    if (row.keys.length !== report.groups.length) continue;
    const category = row.keys[categoryAt] ?? null;
    const part = seriesAt >= 0 ? (row.keys[seriesAt] ?? null) : null;
    categories.set(keyText(category), category);
    series.set(seriesAt >= 0 ? keyText(part) : '', part);
    const at = `${keyText(category)}\n${seriesAt >= 0 ? keyText(part) : ''}`;
    sums.set(at, (sums.get(at) ?? 0) + approximate(row.values[measureAt]));
  }
  const names = [...categories.keys()];
  const parts = [...series.keys()];
  return {
    type: chart.type ?? 'bar',
    categories: names,
    series: parts.map((p) => ({ name: p, values: names.map((n) => sums.get(`${n}\n${p}`) ?? 0) })),
    keys: (c, s) => {
      const out: string[] = [];
      out[categoryAt] = keyId(categories.get(names[c]!));
      if (seriesAt >= 0) out[seriesAt] = keyId(series.get(parts[s]!));
      return out.filter((k) => k !== undefined);
    },
  };
}
