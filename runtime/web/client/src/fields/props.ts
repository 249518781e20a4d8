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
