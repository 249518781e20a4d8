import { reactive } from 'vue';
import { api } from '@/api';
import { onReached } from '@/api/http';
import type { Notification } from '@/api/types';

/** The live line to the server: counts for the bell, and who wants to know what changed. */
export const inbox = reactive({ todo: 0, unread: 0, online: true, panel: false, items: [] as Notification[] });

type Kind = 'task' | 'notification' | 'record' | 'deployment' | 'online';
type Listener = (data: Record<string, unknown>) => void;
const listeners = new Map<Kind, Set<Listener>>();

export function onEvent(kind: Kind, listener: Listener): () => void {
  if (!listeners.has(kind)) listeners.set(kind, new Set());
  listeners.get(kind)!.add(listener);
  return () => listeners.get(kind)!.delete(listener);
}

function emit(kind: Kind, data: Record<string, unknown>) {
  for (const listener of listeners.get(kind) ?? []) listener(data);
}

export async function refreshCounts(): Promise<void> {
  const [tasks, notes] = await Promise.allSettled([api.tasks('todo', { limit: 50 }), api.notifications({ limit: 30 })]);
  if (tasks.status === 'fulfilled') inbox.todo = tasks.value.count ?? tasks.value.tasks.length;
  if (notes.status === 'fulfilled') {
    inbox.unread = notes.value.unread;
    inbox.items = notes.value.notifications;
  }
}

let source: EventSource | null = null;
let retry: ReturnType<typeof setTimeout> | undefined;
let wait = 1000;
let running = false;

function connect() {
  clearTimeout(retry);
  source?.close();
  const mine = (source = new EventSource('/api/v1/events'));
  mine.onopen = () => {
    wait = 1000;
    reached(true);
  };
  mine.onerror = () => {
    if (mine !== source) return;
    reached(false);
    mine.close();
    clearTimeout(retry);
    retry = setTimeout(connect, wait);
    wait = Math.min(wait * 2, 10000);
  };
  for (const kind of ['task', 'notification', 'record', 'deployment'] as const) {
    mine.addEventListener(kind, (event) => {
      if (kind === 'task' || kind === 'notification') scheduleCounts();
      let data: Record<string, unknown> = {};
      try {
        data = JSON.parse((event as MessageEvent<string>).data) as Record<string, unknown>;
      } catch {
        data = {};
      }
      emit(kind, data);
    });
  }
}

/** The server answered or did not. Back again: whoever shows something reads it anew. */
function reached(there: boolean) {
  const back = there && !inbox.online;
  inbox.online = there;
  if (!back || !running) return;
  if (source?.readyState !== EventSource.OPEN) connect();
  void refreshCounts();
  emit('online', {});
}
onReached(reached);

/** Asks at once instead of waiting for the next attempt. */
export function tryAgain() {
  wait = 1000;
  connect();
}
window.addEventListener('online', () => running && tryAgain());
window.addEventListener('offline', () => running && reached(false));

let counting: ReturnType<typeof setTimeout> | undefined;
function scheduleCounts() {
  clearTimeout(counting);
  counting = setTimeout(() => void refreshCounts(), 150);
}

export function startEvents() {
  if (running) return;
  running = true;
  void refreshCounts();
  connect();
}

export function stopEvents() {
  running = false;
  clearTimeout(retry);
  source?.close();
  source = null;
  inbox.items = [];
}
