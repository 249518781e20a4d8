import { describe, expect, it } from 'vitest';
import { nextSort, sortOf } from '../src/list/grid';
import { usePages, type Wanted } from '../src/list/usePages';

/** As many numbers as that, from the server's side. */
function numbers(total: number) {
  const asked: Wanted[] = [];
  const pages = usePages<number, string>(async (_, page) => {
    asked.push(page);
    if (page.count) return { rows: [], next: null, count: total };
    const from = Number(page.after ?? 0);
    const rows = Array.from({ length: Math.min(page.limit, total - from) }, (_, i) => from + i + 1);
    return { rows, next: from + rows.length < total ? String(from + rows.length) : null };
  });
  return { asked, ...pages };
}
const settled = () => new Promise((done) => setTimeout(done));

describe('pages', () => {
  it('come one behind the other, with one count', async () => {
    const { rows, state, load, more, asked } = numbers(250);
    await load('all');
    expect(rows.value).toHaveLength(100);
    await settled();
    expect(state.count).toBe(250);
    await more(100);
    await more(100);
    await more(100);
    expect(rows.value).toEqual(Array.from({ length: 250 }, (_, i) => i + 1));
    expect(state.next).toBeNull();
    expect(asked.filter((page) => page.count)).toHaveLength(1);
    expect(asked).toHaveLength(4);
  });
  it('that are the last are their own count', async () => {
    const { state, load, asked } = numbers(3);
    await load('few');
    expect(state.count).toBe(3);
    expect(asked).toHaveLength(1);
  });
  it('are read again as far as they were read', async () => {
    const { rows, load, more, refresh } = numbers(1000);
    await load('many');
    await more(300);
    await refresh();
    expect(rows.value).toHaveLength(400);
  });
});

describe('the order of a grid', () => {
  it('is ascending at first, then turns', () => {
    expect(nextSort(sortOf('-started_at'), 'started_at')).toBe('started_at');
    expect(nextSort(sortOf('started_at'), 'started_at')).toBe('-started_at');
    expect(nextSort(sortOf('-name,created_at'), 'started_at')).toBe('started_at');
  });
});
