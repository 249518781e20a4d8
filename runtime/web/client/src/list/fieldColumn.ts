import type { Field } from '@/api/types';
import { kindFor } from '@/fields/registry';
import { isNumeric } from '@/fields/show';
import { label } from '@/i18n';
import type { GridColumn } from './grid';

export interface FieldColumn extends GridColumn {
  field: Field;
}

export const fieldColumn = (field: Field): FieldColumn => ({
  field,
  id: field.id,
  label: label(field.label, field.id),
  width: kindFor(field).width,
  numeric: isNumeric(field),
  sortable: field.sortable !== false,
});
