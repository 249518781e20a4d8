import { computed, onBeforeUnmount, ref, shallowRef, watch, type Ref } from 'vue';
import { api } from '@/api';
import type { Problem } from '@/api/http';
import type { Diagram, ReplayStep } from '@/api/types';
import { problemOf } from '@/logic/problems';
import { toastProblem } from '@/logic/toast';
import { onEvent } from '@/stores/events';
import { operations } from './api';
import { momentAt } from './replay';
import type { Operated } from './types';

const kMostSteps = 2000;

/** An instance with its diagram and every step it has gone through; reads again when something happens anywhere. */
export function useInstance(id: Ref<string>) {
  const instance = shallowRef<Operated | null>(null);
  const diagram = shallowRef<Diagram | null>(null);
  const problem = ref<Problem | null>(null);
  const undrawn = ref<Problem | null>(null);
  const steps = shallowRef<ReplayStep[]>([]);
  const total = ref(0);
  /** Which step is looked at; the last one: as it is now. */
  const at = ref(0);
  const replaying = ref(false);

  async function readSteps(mine: string) {
    replaying.value = true;
    const atEnd = at.value >= steps.value.length - 1;
    try {
      let after: string | null = steps.value.length ? String(steps.value[steps.value.length - 1]!.step) : null;
      do {
        const page = await api.replay(mine, after);
        if (mine !== id.value) return;
        steps.value = [...steps.value, ...page.steps];
        total.value = page.total;
        after = page.next;
      } while (after && steps.value.length < kMostSteps);
      if (atEnd) at.value = steps.value.length - 1;
    } catch (error) {
      if (mine === id.value) toastProblem(error);
    } finally {
      replaying.value = false;
    }
  }

  async function load() {
    const mine = id.value;
    problem.value = null;
    try {
      const [found, drawn] = await Promise.all([
        operations.instance(mine),
        api.instanceDiagram(mine).catch((error: unknown) => {
          undrawn.value = problemOf(error);
          return null;
        }),
      ]);
      if (mine !== id.value) return;
      instance.value = found;
      diagram.value = drawn;
      await readSteps(mine);
    } catch (error) {
      if (mine !== id.value) return;
      instance.value = null;
      problem.value = problemOf(error);
    }
  }

  watch(
    id,
    () => {
      instance.value = null;
      diagram.value = null;
      undrawn.value = null;
      steps.value = [];
      at.value = 0;
      void load();
    },
    { immediate: true },
  );

  /** Something changed somewhere: perhaps here. */
  let pause: ReturnType<typeof setTimeout> | undefined;
  const refresh = () => {
    clearTimeout(pause);
    pause = setTimeout(() => void load(), 400);
  };
  const off = [onEvent('task', refresh), onEvent('record', refresh), onEvent('online', refresh)];
  onBeforeUnmount(() => {
    clearTimeout(pause);
    off.forEach((stop) => stop());
  });

  const past = computed(() => steps.value.length > 0 && at.value < steps.value.length - 1);
  const moment = computed(() => momentAt(steps.value, at.value, diagram.value));
  const step = computed(() => steps.value[at.value]);
  const marks = computed(() => {
    const run = diagram.value?.instance;
    const incidents = new Set((instance.value?.incidents ?? []).map((x) => x.node ?? ''));
    if (past.value) return { ...moment.value, incidents: new Set<string>() };
    return { tokens: run?.tokens, done: run?.done, ways: run?.ways, incidents };
  });
  const variables = computed(() =>
    past.value ? moment.value.variables : ((instance.value?.variables ?? {}) as Record<string, unknown>),
  );
  const changed = computed(() => (past.value ? moment.value.changed : new Set<string>()));

  function toNow() {
    at.value = Math.max(0, steps.value.length - 1);
  }
  return {
    instance,
    diagram,
    problem,
    undrawn,
    steps,
    total,
    at,
    replaying,
    past,
    step,
    marks,
    variables,
    changed,
    load,
    toNow,
  };
}
