import type { Field } from '@/api/types';

/** What every field editor gets; it answers with `update:modelValue`. */
export interface EditorProps<V> {
  modelValue: V;
  field: Field;
  /** The entity the field belongs to, for pickers that obey the field's filter. */
  entity?: string;
  inputId?: string;
  invalid?: boolean;
  describedBy?: string;
  name?: string;
  placeholder?: string;
}

/** For an editor that hands its props on to an inner one with a value of another shape. */
export function withoutValue<P extends { modelValue?: unknown }>(props: P): Omit<P, 'modelValue'> {
  const rest: Partial<P> = { ...props };
  delete rest.modelValue;
  return rest as Omit<P, 'modelValue'>;
}
