import { defineAsyncComponent, type Component } from 'vue';
import type { Field, Value } from '@/api/types';
import { label } from '@/i18n';
import { parseDate, parseDateTime, parseTime } from '@/logic/dates';
import { toDecimal } from '@/logic/decimal';
import BooleanField from './BooleanField.vue';
import ChoiceField from './ChoiceField.vue';
import DateField from './DateField.vue';
import LongTextField from './LongTextField.vue';
import MultiChoiceField from './MultiChoiceField.vue';
import NumberField from './NumberField.vue';
import ReferenceField from './ReferenceField.vue';
import TextField from './TextField.vue';

const DateTimeField = defineAsyncComponent(() => import('./DateTimeField.vue'));
const TimeField = defineAsyncComponent(() => import('./TimeField.vue'));

/** How a type is edited, and how pasted text becomes its value (undefined: does not fit). */
interface FieldKind {
  editor: Component;
  paste: (text: string, field: Field) => Value | undefined;
  /** Default width of its column in tables, px. */
  width: number;
}

const text = (width = 200): FieldKind => ({ editor: TextField, paste: (t) => t, width });
const number = (width = 128): FieldKind => ({
  editor: NumberField,
  // What is no number stays as it was pasted, with the error at its cell.
  paste: (t) => (t.trim() === '' ? null : (toDecimal(t.replace('%', '')) ?? t.trim())),
  width,
});
const reference = (width = 208): FieldKind => ({ editor: ReferenceField, paste: (t) => t, width });

function pasteChoice(t: string, field: Field): Value | undefined {
  const wanted = t.trim().toLowerCase();
  if (!wanted) return null;
  const same = (o: { id: string; label?: Field['label'] }) =>
    o.id === wanted || label(o.label).toLowerCase() === wanted;
  return field.options?.find(same)?.id;
}

function pasteBoolean(t: string): Value | undefined {
  if (/^(true|yes|1|x|✓|是|对)$/i.test(t.trim())) return true;
  return /^(false|no|0|否|)$/i.test(t.trim()) ? false : undefined;
}

const dated =
  (parse: (t: string) => string | null) =>
  (t: string): Value | undefined =>
    t.trim() === '' ? null : (parse(t) ?? undefined);

export const fieldKinds: Record<string, FieldKind> = {
  text: text(),
  long_text: { ...text(280), editor: LongTextField },
  email: text(),
  phone: text(152),
  url: text(),
  auto_number: text(136),
  lookup: text(),
  integer: number(104),
  decimal: number(),
  percent: number(96),
  currency: number(144),
  rollup: number(144),
  formula: number(136),
  boolean: { editor: BooleanField, paste: pasteBoolean, width: 88 },
  date: { editor: DateField, paste: dated((t) => parseDate(t)), width: 120 },
  time: { editor: TimeField, paste: dated(parseTime), width: 96 },
  date_time: { editor: DateTimeField, paste: dated((t) => parseDateTime(t)), width: 152 },
  choice: { editor: ChoiceField, paste: pasteChoice, width: 136 },
  multi_choice: { editor: MultiChoiceField, paste: () => undefined, width: 200 },
  reference: reference(),
  user: reference(152),
  unit: reference(168),
};

export function kindFor(field: Field): FieldKind {
  return fieldKinds[field.type] ?? fieldKinds.text!;
}
