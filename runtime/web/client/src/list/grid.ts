export interface GridRow {
  id?: string;
}
/** A column of a grid; what stands in its cells comes by the grid's slot `cell`. */
export interface GridColumn {
  id: string;
  label: string;
  /** px; what is left of the window is shared out in proportion. */
  width: number;
  numeric?: boolean;
  sortable?: boolean;
}
export interface GridSort {
  field: string;
  descending: boolean;
}
/** "-created_at" */
export const sortOf = (text: string): GridSort => ({
  field: text.replace(/^-/, '').split(',')[0]!,
  descending: text.startsWith('-'),
});
/** What pressing the head of a column asks for: ascending, then descending. */
export const nextSort = (now: GridSort, field: string) =>
  `${now.field === field && !now.descending ? '-' : ''}${field}`;
