import { exact } from '@/api/json';
import type { Field, RecordData, Ref, Value } from '@/api/types';
import { toDecimal } from './decimal';
import { kindOf } from './filter';

/** What the server computes can never be typed. */
const kComputedTypes = ['auto_number', 'formula', 'rollup', 'lookup'];

export function isComputed(field: Field): boolean {
  return Boolean(field.computed) || kComputedTypes.includes(field.type);
}

export function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

export function refOf(value: unknown): Ref | null {
  if (!value) return null;
  if (typeof value === 'string' || typeof value === 'number') return { id: String(value), title: String(value) };
  const ref = value as { id: string; title?: string; name?: string };
  return ref.id ? { id: ref.id, title: ref.title ?? ref.name ?? ref.id } : null;
}

/** A value as the server wants it. `children` gives the fields of a child table's rows. */
export function toWire(field: Field, value: unknown, children: (entity: string) => Field[]): unknown {
  if (field.type === 'child_table') {
    const fields = children(field.of ?? '');
    return ((value as RecordData[] | null) ?? []).map((row) => rowToWire(row, fields, children));
  }
  if (isEmpty(value)) return field.type === 'multi_choice' ? [] : null;
  const kind = kindOf(field);
  if (kind === 'reference') return refOf(value)?.id ?? null;
  if (kind === 'number') {
    const text = toDecimal(value as string | number);
    return text === null ? value : exact(text);
  }
  return value;
}

export function rowToWire(row: RecordData, fields: Field[], children: (entity: string) => Field[]): RecordData {
  const out: RecordData = {};
  if (row.id) out.id = row.id;
  for (const field of fields) {
    if (isComputed(field) || field.read_only || !(field.id in row)) continue;
    out[field.id] = toWire(field, row[field.id] as Value, children);
  }
  return out;
}
