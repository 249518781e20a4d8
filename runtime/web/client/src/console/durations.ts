import type { Durations, NodeDuration } from '@/api/types';
import { t } from '@/i18n';
import { heatOf } from '@/diagram/marks';

export const measures = ['median', 'p90', 'max', 'total', 'count'] as const;
export type Measure = (typeof measures)[number];

/** Two units at most: "2 d 3 h", "14 min", "8 s". */
export function timeParts(seconds: number): { unit: 'day' | 'hour' | 'minute' | 'second'; count: number }[] {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return [{ unit: 'second', count: whole }];
  const sizes = [
    ['day', 86400],
    ['hour', 3600],
    ['minute', 60],
  ] as const;
  const first = sizes.findIndex(([, size]) => whole >= size);
  const [unit, size] = sizes[first]!;
  const count = Math.floor(whole / size);
  const second = sizes[first + 1];
  const rest = second ? Math.floor((whole % size) / second[1]) : 0;
  return rest && second
    ? [
        { unit, count },
        { unit: second[0], count: rest },
      ]
    : [{ unit, count }];
}

/** An element's time in words; "—" where nothing was measured. */
export function timeText(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return '—';
  return timeParts(seconds)
    .map(({ unit, count }) => t(`durations.unit.${unit}`, { n: count }))
    .join(' ');
}

export function valueOf(node: NodeDuration, by: Measure): number | null {
  if (by === 'count') return node.count;
  if (by === 'total') return node.mean_seconds === null ? null : node.mean_seconds * node.count;
  return node[`${by}_seconds`];
}

/** What the diagram shows: a colour each, and a figure where there is one. */
export function heatMap(durations: Durations, by: Measure) {
  const heat: Record<string, number> = {};
  const figures: Record<string, string> = {};
  const values = durations.nodes.map((n) => [n, valueOf(n, by)] as const);
  const largest = Math.max(0, ...values.map(([, v]) => v ?? 0));
  for (const [n, value] of values) {
    heat[n.node!] = heatOf(value, largest);
    const told = by === 'count' ? n.count > 0 : (value ?? 0) >= 1;
    if (told) figures[n.node!] = by === 'count' ? `×${n.count.toLocaleString('en')}` : timeText(value);
  }
  return { heat, figures };
}
