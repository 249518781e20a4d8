import { expect, it } from 'vitest';
import { hasHan, loadPinyin, soundsLike } from '../src/logic/pinyin';

it('finds Chinese by its sounds and their initials, and nothing else', async () => {
  expect(soundsLike('合同', 'hetong')).toBe(false); // the dictionary is not there yet
  await loadPinyin();
  for (const typed of ['hetong', 'ht', 'he', 'heto', 'het', 'HeTong', 'he tong'])
    expect(soundsLike('合同', typed)).toBe(true);
  expect(soundsLike('生效合同', 'ht')).toBe(true);
  expect(soundsLike('李娜', 'lina')).toBe(true);
  expect(soundsLike('重新提交', 'chongxin')).toBe(true);
  expect(soundsLike('银行', 'yinhang')).toBe(true);
  for (const typed of ['hetang', 'th', 'x', '合', '12', '']) expect(soundsLike('合同', typed)).toBe(false);
  expect(soundsLike('Contracts', 'contracts')).toBe(false);
  expect([hasHan('Contracts'), hasHan('CT-1 合同')]).toEqual([false, true]);
});
