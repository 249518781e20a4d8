import { onBeforeUnmount, ref, watch } from 'vue';

/** Long enough for the second press of a double click or an impatient finger to be over. */
const kSettle = 700;

/**
 * True from the moment another task is chosen until it has stood on the screen for a moment: what is pressed meanwhile was meant for
 * the one before. `wanted` is chosen, `shown` is on the screen.
 */
export function useSettling(wanted: () => string, shown: () => string | undefined) {
  const settling = ref(true);
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(
    () => [wanted(), shown()] as const,
    ([want, show]) => {
      settling.value = true;
      clearTimeout(timer);
      if (want === show) timer = setTimeout(() => (settling.value = false), kSettle);
    },
    { immediate: true },
  );
  onBeforeUnmount(() => clearTimeout(timer));
  return settling;
}
