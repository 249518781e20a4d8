import { nextTick, ref, type Ref } from 'vue';

/** The cursor of a spreadsheet: which cell is active and how keys move it. */
export interface Cell {
  row: number;
  column: number;
}

export function useSheet(
  size: () => { rows: number; columns: number },
  root: Ref<HTMLElement | undefined>,
  addRow: () => void,
) {
  const active = ref<Cell | null>(null);

  function focus() {
    void nextTick(() => {
      const input = root.value?.querySelector<HTMLElement>('[data-active] :is(input, textarea, button)');
      input?.focus();
      input?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    });
  }

  function go(row: number, column: number) {
    const { rows, columns } = size();
    if (row < 0 || column < 0 || column >= columns) return;
    if (row >= rows) addRow();
    active.value = { row: Math.min(row, size().rows - 1), column };
    focus();
  }

  /** True when the key moved the cursor. */
  function key(event: KeyboardEvent): boolean {
    const at = active.value;
    if (!at || event.isComposing) return false;
    const { rows, columns } = size();
    if (event.key === 'Enter') go(event.shiftKey ? at.row - 1 : at.row + 1, at.column);
    else if (event.key === 'ArrowDown' && at.row + 1 < rows) go(at.row + 1, at.column);
    else if (event.key === 'ArrowUp' && at.row > 0) go(at.row - 1, at.column);
    else if (event.key === 'Tab' && !event.shiftKey) {
      if (at.column + 1 < columns) go(at.row, at.column + 1);
      else if (at.row + 1 < rows) go(at.row + 1, 0);
      else return false;
    } else if (event.key === 'Tab') {
      if (at.column > 0) go(at.row, at.column - 1);
      else if (at.row > 0) go(at.row - 1, columns - 1);
      else return false;
    } else return false;
    event.preventDefault();
    return true;
  }

  return { active, go, key };
}
