import { expect, it } from 'vitest';
import type { TrailEntry } from '../src/api/types';
import { trailAt } from '../src/console/replay';

const at = (micros: number) => `2026-11-22T08:00:00.${String(micros).padStart(6, '0')}Z`;
const entries: TrailEntry[] = [
  { kind: 'started', status: 'done', at: at(1) },
  { kind: 'seat', status: 'done', at: at(300), asked_at: at(1), action: 'approve', comment: 'ok', node: 'manager' },
  { kind: 'seat', status: 'waiting', at: at(300), node: 'director' },
  { kind: 'ended', status: 'predicted', node: 'end' },
];

it('is told as it stood at a step that is past', () => {
  const then = (micros: number) => trailAt(entries, at(micros)).map((e) => [e.kind, e.status, e.node, e.comment]);
  expect(then(0)).toEqual([]);
  expect(then(1)).toEqual([
    ['started', 'done', undefined, undefined],
    ['seat', 'waiting', 'manager', undefined],
  ]);
  expect(then(300)).toEqual([
    ['started', 'done', undefined, undefined],
    ['seat', 'done', 'manager', 'ok'],
    ['seat', 'waiting', 'director', undefined],
  ]);
});
