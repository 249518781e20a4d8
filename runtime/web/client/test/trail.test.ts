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
  const then = (micros: number) =>
    trailAt(entries, { at: at(micros), returned: false, round: 1 }).map((e) => [e.kind, e.status, e.node, e.comment]);
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

it('says that the initiator is to resubmit where the flow had been returned to him', () => {
  const person = { id: '7', name: 'Li' } as TrailEntry['person'];
  const back: TrailEntry[] = [
    { kind: 'started', status: 'done', at: at(1), node: 'start', person },
    { kind: 'returned', status: 'done', at: at(300), asked_at: at(1), action: 'return', node: 'manager' },
    { kind: 'resubmitted', status: 'done', at: at(900), node: 'start', person },
    { kind: 'seat', status: 'waiting', at: at(900), node: 'manager' },
  ];
  const then = trailAt(back, { at: at(300), returned: true, round: 1 });
  expect(then.map((e) => [e.kind, e.status, e.action])).toEqual([
    ['started', 'done', undefined],
    ['returned', 'done', 'return'],
    ['seat', 'waiting', 'resubmit'],
  ]);
  expect(then.at(-1)).toMatchObject({ at: at(300), node: 'start', person });
  expect(trailAt(back, { at: at(900), returned: false, round: 2 }).filter((e) => e.action === 'resubmit')).toEqual([]);
});
