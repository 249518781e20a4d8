import { reactive, shallowRef } from 'vue';
import type { Problem } from '@/api/http';
import { isAbort, problemOf } from '@/logic/problems';

export interface Wanted {
  limit: number;
  /** The last row that is known; the next page begins behind it. */
  after?: string;
  /** How many there are in all. */
  count: boolean;
}
export interface Page<Row> {
  rows: Row[];
  next: string | null;
  count?: number;
}

const kPage = 100;

/**
 * Pages by key: the next page begins after the last row, so that the millionth row costs what the first did. To count
 * may take longer than to read a page, so the rows are there first.
 */
export function usePages<Row, Query>(ask: (query: Query, page: Wanted, signal: AbortSignal) => Promise<Page<Row>>) {
  const rows = shallowRef<Row[]>([]);
  const state = reactive({
    loading: false,
    count: null as number | null,
    next: null as string | null,
    problem: null as Problem | null,
  });
  let query: Query | null = null;
  let running: AbortController | null = null;
  let counting: AbortController | null = null;

  async function page(after: string | null, limit = kPage) {
    running?.abort();
    const mine = (running = new AbortController());
    state.loading = true;
    try {
      const answer = await ask(query!, { limit, after: after ?? undefined, count: false }, mine.signal);
      if (mine !== running) return;
      state.problem = null;
      rows.value = after ? [...rows.value, ...answer.rows] : answer.rows;
      state.next = answer.next;
      if (!answer.next) state.count = rows.value.length;
      else if (!after) void count();
    } catch (error) {
      if (isAbort(error) || mine !== running) return;
      state.problem = problemOf(error);
      if (!after) rows.value = [];
    } finally {
      if (mine === running) state.loading = false;
    }
  }

  async function count() {
    counting?.abort();
    const mine = (counting = new AbortController());
    try {
      const answer = await ask(query!, { limit: 1, count: true }, mine.signal);
      if (mine === counting && answer.count !== undefined) state.count = answer.count;
    } catch {
      // The list is good without it.
    }
  }

  async function load(next: Query) {
    counting?.abort();
    query = next;
    state.next = null;
    state.count = null;
    await page(null);
  }

  async function more(limit = 500) {
    if (state.next && !state.loading) await page(state.next, limit);
  }

  /** Reads again as many rows as are shown, so that the place on the screen stays. */
  async function refresh() {
    if (query) await page(null, Math.min(1000, Math.max(kPage, rows.value.length)));
  }

  return { rows, state, load, more, refresh };
}
