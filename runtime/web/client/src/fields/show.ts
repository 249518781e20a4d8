import type { Field, RecordData } from '@/api/types';
import { label, t } from '@/i18n';
import { formatDateTime } from '@/logic/dates';
import { formatDecimal, formatMoney, toDecimal } from '@/logic/decimal';
import { kindOf } from '@/logic/filter';
import { isComputed, isEmpty, refOf } from '@/logic/values';

/** The text a person reads for a value (tables, read-only forms, titles). */
export function show(field: Field, value: unknown): string {
  if (isEmpty(value)) return '';
  const typed = kindOf(field) === 'number' && !isComputed(field);
  // What was typed is shown whole, also where it is no number or has digits too many: its error says so.
  if (typed && typeof value === 'string' && toDecimal(value) === null) return value;
  const scale = typed && field.scale !== undefined ? Math.max(field.scale, fractionOf(value)) : field.scale;
  switch (field.type) {
    case 'child_table':
      return String((value as RecordData[]).length);
    case 'percent':
      return `${formatDecimal(value as string, scale)} %`;
    case 'currency':
      return formatMoney(value as string, field.currency, scale ?? 2);
  }
  switch (kindOf(field)) {
    case 'number':
      return field.currency
        ? formatMoney(value as string, field.currency, scale ?? 2)
        : field.type === 'integer'
          ? formatDecimal(value as string, typed ? fractionOf(value) : 0)
          : formatDecimal(value as string, scale);
    case 'reference':
      return refOf(value)?.title ?? '';
    case 'boolean':
      return value ? t('field.yes') : t('field.no');
    case 'date_time':
      return formatDateTime(String(value));
    case 'time':
      return String(value).slice(0, 5);
    case 'choice':
      return optionLabel(field, String(value));
    case 'multi_choice':
      return (value as string[]).map((id) => optionLabel(field, id)).join(', ');
    default:
      return showAny(value);
  }
}

function fractionOf(value: unknown): number {
  return toDecimal(value as string | number)?.split('.')[1]?.length ?? 0;
}

function optionLabel(field: Field, id: string): string {
  return label(field.options?.find((o) => o.id === id)?.label, id);
}

/** A value whose field is unknown (audit trail, key figures of a foreign model). */
export function showAny(value: unknown): string {
  if (isEmpty(value)) return '';
  if (Array.isArray(value)) return String(value.length);
  if (typeof value === 'object') return refOf(value)?.title ?? JSON.stringify(value);
  if (typeof value === 'boolean') return value ? t('field.yes') : t('field.no');
  if (typeof value === 'number') return formatDecimal(value);
  const text = String(value);
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? formatDateTime(text) : text;
}

export function isNumeric(field: Field): boolean {
  return kindOf(field) === 'number';
}
