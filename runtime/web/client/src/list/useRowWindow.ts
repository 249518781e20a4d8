import { computed, onBeforeUnmount, onMounted, ref, type Ref } from 'vue';

/** Which of many rows of one height are on the screen. */
export function useRowWindow<T>(box: Ref<HTMLElement | undefined>, rows: () => T[], rowHeight: () => number) {
  const margin = 12;
  const top = ref(0);
  const height = ref(800);
  let frame = 0;
  const onScroll = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => (top.value = box.value?.scrollTop ?? 0));
  };
  let watcher: ResizeObserver | undefined;
  onMounted(() => {
    watcher = new ResizeObserver(() => (height.value = box.value?.clientHeight ?? 800));
    watcher.observe(box.value!);
  });
  onBeforeUnmount(() => {
    watcher?.disconnect();
    cancelAnimationFrame(frame);
  });
  const first = computed(() => Math.max(0, Math.floor(top.value / rowHeight()) - margin));
  const last = computed(() => Math.min(rows().length, Math.ceil((top.value + height.value) / rowHeight()) + margin));
  const shown = computed(() =>
    rows()
      .slice(first.value, last.value)
      .map((row, i) => ({ row, index: first.value + i })),
  );
  /** Scrolls so far that the row is seen, and draws it at the next tick; what the head covers is not seen. */
  function reveal(index: number) {
    const view = box.value!;
    const at = index * rowHeight();
    if (at < view.scrollTop) view.scrollTop = at;
    else if (at + rowHeight() * 2 > view.scrollTop + view.clientHeight)
      view.scrollTop = at + rowHeight() * 2 - view.clientHeight;
    top.value = view.scrollTop;
  }
  const before = computed(() => first.value * rowHeight());
  const after = computed(() => Math.max(0, (rows().length - last.value) * rowHeight()));
  return { onScroll, reveal, height, last, shown, before, after };
}
