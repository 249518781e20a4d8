import { expect, it } from 'vitest';
import { initials } from '../src/logic/people';

it('writes initials as each language does', () => {
  expect(['王小明', '李娜', 'James Turner', 'Ada', 'Anna van der Berg'].map(initials)).toEqual([
    '小明',
    '李娜',
    'JT',
    'AD',
    'AB',
  ]);
});
