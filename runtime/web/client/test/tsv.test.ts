import { expect, it } from 'vitest';
import { parseTsv } from '../src/logic/tsv';

it('reads what spreadsheets copy', () => {
  expect(parseTsv('a\tb\r\nc\td\r\n')).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  expect(parseTsv('"two\nlines"\t"a ""quote"""\n\tx')).toEqual([
    ['two\nlines', 'a "quote"'],
    ['', 'x'],
  ]);
});
