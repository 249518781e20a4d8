import { describe, expect, it } from 'vitest';
import { duration, formatDateTime, parseDate, parseDateTime, parseTime } from '../src/logic/dates';

const today = new Date(2026, 10, 21);

describe('parseDate', () => {
  it.each([
    ['2026-11-21', '2026-11-21'],
    ['2026/1/2', '2026-01-02'],
    ['2026年11月21日', '2026-11-21'],
    ['20261121', '2026-11-21'],
    ['21.11.2026', '2026-11-21'],
    ['11-22', '2026-11-22'],
    ['t', '2026-11-21'],
    ['今天', '2026-11-21'],
    ['+10', '2026-12-01'],
    ['-21', '2026-10-31'],
    ['２０２６-１１-２１', '2026-11-21'],
  ])('%s', (typed, date) => expect(parseDate(typed, today)).toBe(date));
  it.each(['2026-02-30', '2026-13-01', 'soon', ''])('%s is no date', (typed) =>
    expect(parseDate(typed, today)).toBeNull(),
  );
});

it('reads times', () => {
  expect(['9', '930', '9:5', '14:05:10', '24:00', '9:60'].map(parseTime)).toEqual([
    '09:00',
    '09:30',
    '09:05',
    '14:05:10',
    null,
    null,
  ]);
});

it('goes to UTC and back', () => {
  const utc = parseDateTime('2026-11-21 14:05');
  expect(utc).toMatch(/^2026-11-2\dT\d\d:05:00Z$/);
  expect(formatDateTime(utc)).toBe('2026-11-21 14:05');
});

it('takes the coarsest unit', () => {
  expect([5, 90, 7200, 200000].map((s) => duration(s).unit)).toEqual(['second', 'minute', 'hour', 'day']);
});
