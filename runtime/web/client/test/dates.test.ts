import { afterEach, describe, expect, it } from 'vitest';
import { duration, formatDateTime, isoDate, parseDate, parseDateTime, parseTime, useZone } from '../src/logic/dates';

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

describe("the company's time zone", () => {
  afterEach(() => useZone(undefined));

  it('shows and reads times on its clock, whatever this device thinks', () => {
    useZone('Asia/Shanghai');
    expect(formatDateTime('2026-11-21T16:30:00Z')).toBe('2026-11-22 00:30');
    expect(parseDateTime('2026-11-22 00:30')).toBe('2026-11-21T16:30:00Z');
    expect(isoDate(new Date('2026-11-21T16:30:00Z'))).toBe('2026-11-22');
    expect(parseDate('+1', new Date('2026-11-30T20:00:00Z'))).toBe('2026-12-02');
  });

  it('knows when clocks change', () => {
    useZone('Europe/Berlin');
    expect(parseDateTime('2026-03-29 01:30')).toBe('2026-03-29T00:30:00Z');
    expect(parseDateTime('2026-03-29 03:30')).toBe('2026-03-29T01:30:00Z');
    expect(formatDateTime('2026-10-25T01:30:00Z')).toBe('2026-10-25 02:30');
  });

  it('falls back to this device for a name it does not know', () => {
    useZone('Nowhere/Land');
    expect(formatDateTime('2026-11-21T16:30:00Z')).toMatch(/^2026-11-2\d \d\d:\d\d$/);
  });
});
