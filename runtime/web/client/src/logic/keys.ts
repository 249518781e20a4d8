import { onBeforeUnmount, onMounted } from 'vue';

/** Page-wide shortcuts: "ctrl+s", "a". Plain letters are ignored while a person types. */
export function useKeys(map: Record<string, (event: KeyboardEvent) => void>) {
  const listener = (event: KeyboardEvent) => {
    if (event.isComposing || event.defaultPrevented) return;
    const control = event.ctrlKey || event.metaKey;
    const name = `${control ? 'ctrl+' : ''}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`;
    const action = map[name];
    if (!action || event.altKey || (!control && isTyping(event.target))) return;
    if (!control && document.querySelector('.q-dialog, .q-menu')) return;
    event.preventDefault();
    action(event);
  };
  onMounted(() => window.addEventListener('keydown', listener));
  onBeforeUnmount(() => window.removeEventListener('keydown', listener));
}

export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
