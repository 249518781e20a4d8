import { reactive, shallowRef } from 'vue';
import { api } from '@/api';
import type { RecordData } from '@/api/types';
import type { Problem } from '@/api/http';
import { isAbort, problemOf } from '@/logic/problems';

export interface Query {
  entity: string;
  filter: string;
  sort: string;
  search: string;
  fields: string;
}

const kPage = 100;

/** Pages by key: the next page begins after the last row, so that the millionth row costs what the first did. */
export function useList() {
  const rows = shallowRef<RecordData[]>([]);
  const state = reactive({
    loading: false,
    count: null as number | null,
    next: null as string | null,
    problem: null as Problem | null,
  });
  let query: Query | null = null;
  let running: AbortController | null = null;

  async function page(after: string | null, limit = kPage) {
    running?.abort();
    const mine = (running = new AbortController());
    state.loading = true;
    try {
      const { entity, filter, sort, search, fields } = query!;
      const answer = await api.records(
        entity,
        { filter, sort, search, fields, limit, after: after ?? undefined, count: after ? undefined : true },
        mine.signal,
      );
      if (mine !== running) return;
      state.problem = null;
      rows.value = after ? [...rows.value, ...answer.records] : answer.records;
      state.next = answer.next;
      if (answer.count !== undefined) state.count = answer.count;
    } catch (error) {
      if (isAbort(error) || mine !== running) return;
      state.problem = problemOf(error);
      if (!after) rows.value = [];
    } finally {
      if (mine === running) state.loading = false;
    }
  }

  async function load(next: Query) {
    query = next;
    state.next = null;
    await page(null);
  }

  async function more() {
    if (state.next && !state.loading) await page(state.next, 500);
  }

  /** Reads again as many rows as are shown, so that the place on the screen stays. */
  async function refresh() {
    if (query) await page(null, Math.min(1000, Math.max(kPage, rows.value.length)));
  }

  return { rows, state, load, more, refresh };
}
