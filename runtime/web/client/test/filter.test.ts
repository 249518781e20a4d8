import { describe, expect, it } from 'vitest';
import type { Field } from '../src/api/types';
import { chipsOf, feelOf, isComplete, splitAnd, type Chip } from '../src/logic/filter';

const fields = new Map<string, Field>(
  (
    [
      { id: 'number', type: 'text' },
      { id: 'total', type: 'currency' },
      { id: 'signed_on', type: 'date' },
      { id: 'created_at', type: 'date_time' },
      { id: 'state', type: 'choice', options: [{ id: 'draft' }, { id: 'effective' }] },
      { id: 'tags', type: 'multi_choice' },
      { id: 'customer', type: 'reference' },
      { id: 'owner', type: 'user' },
      { id: 'active', type: 'boolean' },
      { id: 'margin', type: 'formula', result: 'number' },
    ] satisfies Field[]
  ).map((f) => [f.id, f]),
);

const cases: [Chip[], string][] = [
  [[{ field: 'number', op: 'contains', value: 'a "b"' }], 'contains(number, "a \\"b\\"")'],
  [[{ field: 'number', op: 'starts', value: 'CT' }], 'starts with(number, "CT")'],
  [[{ field: 'number', op: 'is', value: 'x and y' }], 'number = "x and y"'],
  [[{ field: 'total', op: 'from', value: '100000' }], 'total >= 100000'],
  [[{ field: 'total', op: 'between', value: '1', to: '2.50' }], 'total >= 1 and total <= 2.50'],
  [[{ field: 'margin', op: 'until', value: '-3' }], 'margin <= -3'],
  [[{ field: 'signed_on', op: 'from', value: '2026-01-01' }], 'signed_on >= date("2026-01-01")'],
  [[{ field: 'signed_on', op: 'past' }], 'signed_on < today()'],
  [
    [{ field: 'created_at', op: 'until', value: '2026-01-01T00:00:00Z' }],
    'created_at <= date and time("2026-01-01T00:00:00Z")',
  ],
  [[{ field: 'state', op: 'any', value: ['draft'] }], 'state = "draft"'],
  [[{ field: 'state', op: 'any', value: ['draft', 'effective'] }], 'state in ("draft", "effective")'],
  [[{ field: 'state', op: 'none', value: ['draft', 'effective'] }], 'state != "draft" and state != "effective"'],
  [[{ field: 'tags', op: 'has', value: 'a' }], 'list contains(tags, "a")'],
  [[{ field: 'customer', op: 'is', value: '17' }], 'customer.id = "17"'],
  [[{ field: 'owner', op: 'me' }], 'owner.id = user.id'],
  [[{ field: 'active', op: 'is', value: false }], 'active = false'],
  [[{ field: 'customer', op: 'empty' }], 'customer = null'],
  [
    [
      { field: 'owner', op: 'me' },
      { field: 'total', op: 'filled' },
    ],
    'owner.id = user.id and total != null',
  ],
];

describe('chips and FEEL are two spellings of one filter', () => {
  it.each(cases)('%j', (chips, feel) => {
    expect(feelOf(chips, fields)).toBe(feel);
    expect(chipsOf(feel, fields)).toEqual(chips);
  });
});

it('keeps what it does not understand as it is', () => {
  const feel = 'total > 2 * margin and state = "draft"';
  const chips = chipsOf(feel, fields);
  expect(chips.map((c) => c.op)).toEqual(['raw', 'any']);
  expect(feelOf(chips, fields)).toBe(feel);
});

it('does not take an alternative apart', () => {
  expect(splitAnd('a = 1 and b = 2 or c = 3')).toEqual(['a = 1 and b = 2 or c = 3']);
  expect(splitAnd('(a = 1 or b = 2) and c = 3')).toEqual(['(a = 1 or b = 2)', 'c = 3']);
});

it('does not split between, strings and function names', () => {
  expect(splitAnd('a between 1 and 2 and b = "x and y" and c = date and time("2026-01-01T00:00:00Z")')).toEqual([
    'a between 1 and 2',
    'b = "x and y"',
    'c = date and time("2026-01-01T00:00:00Z")',
  ]);
});

it('ignores chips that say nothing yet', () => {
  expect(isComplete({ field: 'total', op: 'from', value: null })).toBe(false);
  expect(feelOf([{ field: 'total', op: 'from', value: '' }], fields)).toBe('');
});
