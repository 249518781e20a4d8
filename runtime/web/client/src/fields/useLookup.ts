import { onBeforeUnmount, ref } from 'vue';
import { api } from '@/api';
import { isAbort } from '@/logic/problems';

export interface Found {
  id: string;
  label: string;
  hint?: string;
}

type Ask = (text: string, signal: AbortSignal) => Promise<Found[]>;

/** Asks the server while a person types: the last question wins, earlier ones are dropped. */
export function useLookup(ask: Ask) {
  const items = ref<Found[]>([]);
  const loading = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | undefined;

  async function run(text: string) {
    running?.abort();
    running = new AbortController();
    const mine = running;
    loading.value = true;
    try {
      const found = await ask(text.trim(), mine.signal);
      if (mine === running) items.value = found;
    } catch (error) {
      if (!isAbort(error) && mine === running) items.value = [];
    } finally {
      if (mine === running) loading.value = false;
    }
  }

  function search(text: string) {
    clearTimeout(timer);
    timer = setTimeout(() => void run(text), text ? 120 : 0);
  }
  onBeforeUnmount(() => {
    clearTimeout(timer);
    running?.abort();
  });
  return { items, loading, search };
}

export const askPeople: Ask = async (text, signal) =>
  (await api.people(text, signal)).map((p) => ({
    id: p.id,
    label: p.name,
    hint: [p.title, p.unit].filter(Boolean).join(' · '),
  }));

export function askRecords(entity: string, from?: string): Ask {
  return async (text, signal) =>
    (await api.lookup(entity, { q: text, limit: 20, from }, signal)).map((r) => ({ id: r.id, label: r.title }));
}
