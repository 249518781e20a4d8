import { ref, watch } from 'vue';

/**
 * An input whose text a person types freely and which is understood when he leaves it. Text that cannot be understood is never thrown
 * away: it stays in the input and goes out as it is, so that the error names it.
 */
export function useTypedText(
  value: () => string | null | undefined,
  format: (value: string) => string,
  parse: (text: string) => string | null,
  emit: (value: string | null) => void,
) {
  const text = ref('');
  watch(
    value,
    (now) => {
      text.value = now ? format(now) : '';
    },
    { immediate: true },
  );
  function commit() {
    const typed = text.value.trim();
    const parsed = typed === '' ? null : (parse(typed) ?? typed);
    if (parsed !== (value() ?? null)) emit(parsed);
    else text.value = parsed ? format(parsed) : '';
  }
  return { text, commit };
}
