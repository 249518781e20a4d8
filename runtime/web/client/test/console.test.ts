import { beforeAll, describe, expect, it } from 'vitest';
import type { Durations, ReplayStep } from '../src/api/types';
import { heatMap, timeParts, valueOf } from '../src/console/durations';
import { filtersOf, isFiltered, parseVariable, queryOf, requestOf, selectOf } from '../src/console/filters';
import { mappingBody, proposeMapping } from '../src/console/mapping';
import { lineOf, momentAt, tellingEvent, wordsOf } from '../src/console/replay';
import { stateOf } from '../src/console/state';
import { useLanguage } from '../src/i18n';

beforeAll(async () => {
  Object.assign(globalThis, {
    localStorage: { getItem: () => null, setItem: () => undefined },
    document: { documentElement: {} },
  });
  await useLanguage('en');
});
const day = (text: string, later: number) => `${text}+${later}`;

describe('filters', () => {
  it('are the same after a round through the address', () => {
    const filters = filtersOf({ state: 'incident', flow: 'sales.a', node: 'x', var: ['total>=100', 'city=New York'] });
    expect(filters.variables).toEqual([
      { name: 'total', operator: '>=', value: '100' },
      { name: 'city', operator: '=', value: 'New York' },
    ]);
    expect(filtersOf(queryOf(filters))).toEqual(filters);
  });
  it('begin with what runs, and leave odd addresses alone', () => {
    expect(filtersOf({}).state).toBe('running');
    expect(filtersOf({ state: 'nonsense', var: 'no operator' })).toMatchObject({ state: 'running', variables: [] });
    expect(isFiltered(filtersOf({}))).toBe(false);
    expect(isFiltered(filtersOf({ state: 'suspended' }))).toBe(false);
    expect(isFiltered(filtersOf({ search: 'x' }))).toBe(true);
  });
  it('become what the server takes', () => {
    const filters = filtersOf({ state: 'all', from: '2026-11-01', to: '2026-11-30', var: ['a=1', 'b!="x"'] });
    expect(requestOf(filters, day)).toEqual({
      started_from: '2026-11-01+0',
      started_to: '2026-11-30+1',
      'variable.a': '1',
      'variable.b': '!="x"',
    });
    expect(selectOf(requestOf(filters, day))).toEqual({
      started_from: '2026-11-01+0',
      started_to: '2026-11-30+1',
      variables: { a: '1', b: '!="x"' },
    });
  });
  it('read a variable with every operator', () => {
    for (const o of ['=', '!=', '<', '<=', '>', '>=']) expect(parseVariable(`n${o}5`)?.operator).toBe(o);
    expect(parseVariable('5=n')).toBeNull();
  });
});

describe('the mapping of a migration', () => {
  const node = (id: string, label: string, type = 'approval') => ({ id, label, type });
  it('proposes the same id, then the same name and type, and leaves the rest open', () => {
    const before = [node('boss', 'Boss'), node('fin', 'Finance  check'), node('gone', 'Legal'), node('twice', 'Two')];
    const after = [
      node('boss', 'Renamed'),
      node('finance', 'finance check'),
      node('legal', 'Legal', 'user_task'),
      node('t1', 'Two'),
      node('t2', 'Two'),
    ];
    const mapped = proposeMapping(before, after, (n) => String(n.label));
    expect(mapped.map((m) => m.to)).toEqual(['boss', 'finance', '', '']);
    expect(mapped.map((m) => m.same)).toEqual([true, false, false, false]);
    expect(mappingBody(mapped)).toEqual({ fin: 'finance' });
  });
});

describe('a replay', () => {
  const diagram = { edges: [{ id: 'a-b', from: 'a', to: 'b', points: [] }] };
  const step = (n: number, part: Partial<ReplayStep>): ReplayStep => ({
    step: n,
    at: '2026-11-22T00:00:00Z',
    events: [],
    tokens: {},
    variables: {},
    state: 'running',
    round: 1,
    returned: false,
    ...part,
  });
  const steps = [
    step(1, {
      events: [{ kind: 'started', person: { id: '1', name: 'Li Na' } }],
      tokens: { a: 1 },
      variables: { limit: 5, city: 'Paris' } as never,
    }),
    step(2, { events: [{ kind: 'moved', edge: 'a-b', token: 1 }], tokens: { b: 1 }, variables: { limit: 6 } as never }),
  ];
  it('adds up tokens, ways and variables', () => {
    const first = momentAt(steps, 0, diagram);
    expect(first.tokens).toEqual({ a: 1 });
    expect(first.ways).toEqual({});
    const second = momentAt(steps, 1, diagram);
    expect(second).toMatchObject({ tokens: { b: 1 }, ways: { 'a-b': 1 }, done: { a: 1 } });
    expect(second.variables).toEqual({ limit: 6, city: 'Paris' });
    expect([...second.changed]).toEqual(['limit']);
    expect(momentAt(steps, -1, diagram).tokens).toEqual({});
  });
  it('is told by what matters most', () => {
    const told = step(3, {
      events: [
        { kind: 'timer_gone' },
        { kind: 'seat_agreed', by: { id: '2', name: 'Wang' }, node_label: 'Boss' },
        { kind: 'finished', state: 'completed' },
      ],
    });
    expect(wordsOf(tellingEvent(told)!)).toBe('Wang agreed · Boss');
    expect(wordsOf({ kind: 'seat_handed', by: { id: '1', name: 'A' }, person: { id: '2', name: 'B' } })).toBe(
      'A handed over → B',
    );
    expect(wordsOf({ kind: 'something_new' })).toBe('something new');
    expect(tellingEvent(step(1, {}))).toBeUndefined();
  });
  it('shortens long values', () => {
    expect(lineOf({ a: [1, 2] })).toBe('{"a":[1,2]}');
    expect(lineOf('x'.repeat(1000))).toHaveLength(401);
    expect(lineOf(undefined)).toBe('');
  });
});

describe('durations', () => {
  it('are told in two units at most', () => {
    expect(timeParts(0)).toEqual([{ unit: 'second', count: 0 }]);
    expect(timeParts(59)).toEqual([{ unit: 'second', count: 59 }]);
    expect(timeParts(3660)).toEqual([
      { unit: 'hour', count: 1 },
      { unit: 'minute', count: 1 },
    ]);
    expect(timeParts(2 * 86400)).toEqual([{ unit: 'day', count: 2 }]);
  });
  it('warm the slow nodes', () => {
    const figures = { p90_seconds: 0, max_seconds: 0, count: 2, cancelled: 0, open: 0, oldest_open_seconds: null };
    const durations = {
      nodes: [
        { ...figures, node: 'slow', median_seconds: 7200, mean_seconds: 7200 },
        { ...figures, node: 'quick', median_seconds: 0, mean_seconds: 0 },
        { ...figures, node: 'never', median_seconds: null, mean_seconds: null, count: 0 },
      ],
    } as unknown as Durations;
    const { heat, figures: told } = heatMap(durations, 'median');
    expect(heat).toEqual({ slow: 1, quick: 0, never: 0 });
    expect(told).toEqual({ slow: '2 h' });
    expect(valueOf(durations.nodes[0]!, 'total')).toBe(14400);
  });
});

it('the state says what matters most', () => {
  expect(stateOf({ state: 'running' }).id).toBe('running');
  expect(stateOf({ state: 'running', returned: true, incidents: [{}] }).id).toBe('incident');
  expect(stateOf({ state: 'running', suspended: true, incidents: [{}] }).id).toBe('suspended');
  expect(stateOf({ state: 'completed', suspended: true })).toMatchObject({ id: 'completed', color: 'green' });
});
