import type { Diagram, ReplayEvent, ReplayStep, TrailEntry } from '@/api/types';
import { i18n, label, t } from '@/i18n';

/** An instance after one of its steps, added up from those before. */
export interface Moment {
  tokens: Record<string, number>;
  ways: Record<string, number>;
  done: Record<string, number>;
  variables: Record<string, unknown>;
  changed: Set<string>;
}

const kMoves = ['moved', 'forked'];

/** `index` counts from 0; -1 is before the first step. */
export function momentAt(steps: ReplayStep[], index: number, diagram: Pick<Diagram, 'edges'> | null): Moment {
  const from = new Map(diagram?.edges.map((e) => [e.id, e.from]));
  const moment: Moment = { tokens: {}, ways: {}, done: {}, variables: {}, changed: new Set() };
  for (const step of steps.slice(0, index + 1)) {
    moment.tokens = step.tokens;
    moment.changed = new Set(Object.keys(step.variables));
    Object.assign(moment.variables, step.variables);
    for (const event of step.events) {
      if (!event.edge || !kMoves.includes(event.kind)) continue;
      moment.ways[event.edge] = (moment.ways[event.edge] ?? 0) + 1;
      const left = from.get(event.edge);
      if (left) moment.done[left] = (moment.done[left] ?? 0) + 1;
    }
  }
  return moment;
}

/** What a step is told by, the most telling first; the rest follows from these. */
const kTelling = [
  'finished',
  'terminated',
  'withdrawn',
  'returned',
  'seat_refused',
  'seat_agreed',
  'seat_handed',
  'resubmitted',
  'started',
  'migrated',
  'suspended',
  'continued',
  'edited',
  'incident_gone',
  'incident',
  'timer_fired',
  'caught',
  'placed',
  'urged',
  'commented',
  'variable',
];
/** Steps of the engine itself, of interest only to who looks for them. */
const kInner = [
  'looked',
  'frame_opened',
  'frame_closed',
  'frame_kept',
  'gate_passed',
  'gate_reset',
  'timer_set',
  'timer_gone',
  'wait_gone',
  'undoable',
  'passed',
  'merged',
  'token_made',
  'ended',
  'cancelled',
];

export const isInner = (event: ReplayEvent) => kInner.includes(event.kind);

export function tellingEvent(step: ReplayStep): ReplayEvent | undefined {
  for (const kind of kTelling.filter((k) => k !== 'finished')) {
    const found = step.events.find((e) => e.kind === kind && (kind !== 'placed' || e.reason === 'jump'));
    if (found) return found;
  }
  return step.events.find((e) => e.kind === 'finished') ?? step.events.find((e) => !isInner(e)) ?? step.events[0];
}

/** What happened, in words: "Wang Fang agreed · Manager". */
export function wordsOf(event: ReplayEvent): string {
  const key = `event.${event.kind}`;
  const verb = i18n.global.te(key) ? t(key) : event.kind.replace(/_/g, ' ');
  const who = event.by ?? event.person ?? event.people?.[0];
  const to = event.kind === 'seat_handed' && event.person && event.by ? ` → ${event.person.name}` : '';
  const what = event.variable ?? (event.kind === 'record_set' ? event.text : undefined);
  return [[who?.name, verb].filter(Boolean).join(' ') + to, what, label(event.node_label)].filter(Boolean).join(' · ');
}

/** A value as one line of JSON, shortened. */
export function lineOf(value: unknown, most = 400): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

/** A moment to the microsecond, which two steps of one second may differ by. */
function instant(at: string | null | undefined): number {
  const [, seconds = '', fraction = ''] = /^(.*?)(?:\.(\d+))?Z$/.exec(at ?? '') ?? [];
  return seconds ? Date.parse(`${seconds}Z`) * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6)) : NaN;
}

/**
 * The trail as it stood after a step that is past: what was done until then, and who had been asked and had not answered.
 * `initiator` is to resubmit where the step left the flow returned.
 */
export function trailAt(
  entries: TrailEntry[],
  step: Pick<ReplayStep, 'at' | 'returned' | 'round'>,
  initiator?: TrailEntry['person'],
): TrailEntry[] {
  const then = instant(step.at);
  const stood = entries.flatMap((entry): TrailEntry[] => {
    if (entry.status === 'predicted' || !entry.at) return [];
    const now = entry.status === 'waiting' && entry.action === 'resubmit';
    if (instant(entry.at) <= then) return now ? [] : [entry];
    if (!entry.asked_at || instant(entry.asked_at) > then) return [];
    const { kind, node, node_label, person, round } = entry;
    return [{ kind, node, node_label, person, round, at: entry.asked_at, status: 'waiting' }];
  });
  if (!step.returned) return stood;
  const back = stood.filter((entry) => entry.kind === 'returned').at(-1);
  const start = entries.find((entry) => entry.kind === 'started');
  const { node, node_label } = start ?? {};
  const person = initiator ?? start?.person;
  return [
    ...stood,
    {
      kind: 'seat',
      status: 'waiting',
      action: 'resubmit',
      at: back?.at ?? step.at,
      node,
      node_label,
      person,
      round: step.round,
    },
  ];
}
