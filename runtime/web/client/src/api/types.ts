/** The shapes of docs/http.md, written once for the whole client. */

export type Id = string;
export type Text = string | { en?: string; zh?: string } | null | undefined;

export interface Ref {
  id: Id;
  title: string;
}

export interface Person {
  id: Id;
  name: string;
  unit?: Ref | { id: Id; name: string } | string | null;
  title?: string | null;
}

export interface Me {
  id: Id;
  login: string;
  name: string;
  language: string;
  roles: string[];
  administrator: boolean;
  unit: { id: Id; name: string } | null;
  manager: { id: Id; name: string } | null;
}

export interface Option {
  id: string;
  label?: Text;
  color?: string;
}

export interface Field {
  id: string;
  type: string;
  label?: Text;
  help?: Text;
  required?: boolean;
  read_only?: boolean;
  read_only_after_create?: boolean;
  computed?: boolean;
  options?: Option[];
  to?: string;
  of?: string;
  result?: string;
  scale?: number;
  currency?: string;
  max_length?: number;
  min?: number | string | null;
  max?: number | string | null;
  sortable?: boolean;
  filterable?: boolean;
  stored?: boolean;
  visible_when?: boolean;
  system?: boolean;
  in_list?: boolean;
}

export interface State {
  id: string;
  label?: Text;
  color?: string;
  locked?: boolean;
}

export interface FieldUse {
  field: string;
  span?: number;
  label?: Text;
}

export interface Section {
  id: string;
  label?: Text;
  columns?: number;
  fields?: FieldUse[];
  child_table?: string;
}

export interface Related {
  id: string;
  label?: Text;
  entity: string;
  by: string;
  fields?: FieldUse[];
}

export interface Form {
  id: string;
  label?: Text;
  sections: Section[];
  related?: Related[];
}

export interface View {
  id: string;
  label?: Text;
  type?: string;
  columns: FieldUse[];
  sort?: { field: string; descending?: boolean }[];
  filter?: string;
}

export interface Entity {
  id: string;
  label?: Text;
  plural?: Text;
  icon?: string;
  title_fields?: string[];
  states?: State[];
  transitions?: { id: string; label?: Text }[];
  fields: Field[];
  child_of?: string;
  rights: { create: boolean; read: string; update: string; delete: string; export: boolean };
  form?: Form;
  views?: View[];
  actions?: { flow: string; action: string; label?: Text }[];
}

export interface MenuItem {
  id: string;
  label?: Text;
  icon?: string;
  view?: string;
  entity?: string;
  report?: string;
}

export interface Menu {
  id: string;
  label?: Text;
  icon?: string;
  order?: number;
  items: MenuItem[];
}

export interface ReportParameter {
  id: string;
  label?: Text;
  type: string;
  default?: Value;
  options?: Option[];
}

export interface App {
  deployment: string;
  company: string;
  menus: Menu[];
  entities: Record<string, Entity>;
  reports: { id: string; label?: Text; parameters?: ReportParameter[] }[];
  flows: { id: string; label?: Text; entity?: string }[];
}

export type Value = null | undefined | boolean | number | string | Ref | string[] | RecordData[];

export interface RecordAction {
  flow: string;
  action: string;
  label?: Text;
  enabled: boolean;
  reason?: Text;
}

export interface Transition {
  id: string;
  label?: Text;
  enabled: boolean;
  reason?: Text;
}

export interface RecordData {
  id?: Id;
  version?: number | string;
  title?: string;
  state?: string;
  locked?: boolean;
  rights?: { update: boolean; delete: boolean };
  actions?: RecordAction[];
  transitions?: Transition[];
  [field: string]: unknown;
}

export interface RecordPage {
  records: RecordData[];
  next: string | null;
  count?: number;
}

export interface Computed {
  values?: Record<string, Value>;
  visible?: Record<string, boolean>;
  /** Sections of the form with a condition. */
  sections?: Record<string, boolean>;
  required?: Record<string, boolean>;
  read_only?: Record<string, boolean>;
  errors?: { field?: string; text: string }[];
  [child: string]: unknown;
}

export interface TrailEntry {
  kind: string;
  at?: string | null;
  node?: string;
  node_label?: Text;
  person?: { id: Id; name: string } | null;
  on_behalf_of?: { id: Id; name: string } | null;
  action?: string | null;
  comment?: string | null;
  waited_seconds?: number | null;
  to_label?: Text;
  to_person?: { id: Id; name: string } | null;
  reason?: string;
  round?: number;
  status: 'done' | 'waiting' | 'cancelled' | 'predicted' | string;
}

export interface Instance {
  id: Id;
  flow: string;
  flow_label?: Text;
  flow_version?: string | number;
  record?: { entity: string; id: Id; title: string } | null;
  initiator?: { id: Id; name: string } | null;
  state: string;
  round?: number;
  started_at?: string;
  ended_at?: string | null;
  returned?: boolean;
  actions?: string[];
  tokens?: { node: string; node_label?: Text }[];
  trail?: TrailEntry[];
}

export interface Change {
  at: string;
  by?: { id: Id; name: string } | null;
  what: string;
  changes?: { field: string; old: unknown; new: unknown }[];
}

export interface Task {
  id: Id;
  instance: Id;
  flow: string;
  flow_label?: Text;
  node?: string;
  node_label?: Text;
  kind: string;
  record: { entity: string; id: Id; title: string };
  initiator?: { id: Id; name: string } | null;
  created_at: string;
  done_at?: string | null;
  due_at?: string | null;
  round?: number;
  key_fields?: { field: string; label?: Text; value: Value }[];
  actions?: string[];
  version?: number | string;
  state?: string;
  outcome?: string | null;
  returned?: boolean;
}

export interface ReturnTarget {
  node: string;
  label?: Text;
  who?: string | null;
  allowed?: boolean;
  straight?: boolean;
  reason?: Text;
}

export interface TaskDetail extends Task {
  edit?: string[];
  return_targets?: ReturnTarget[];
  trail?: TrailEntry[];
}

export interface TaskRecord {
  task: Omit<TaskDetail, 'record'> & { record: RecordData };
}

export interface Notification {
  id: Id;
  kind: string;
  text: Text;
  link?: { entity?: string; id?: Id; task?: Id } | null;
  at: string;
  read: boolean;
}

export interface Report {
  id: string;
  label?: Text;
  entity?: string;
  groups: { id: string; label?: Text; period?: string }[];
  measures: { id: string; label?: Text; scale?: number; currency?: string }[];
  rows: { keys: (string | number | Ref | null)[]; values: (number | string | null)[]; level?: number }[];
  totals?: (number | string | null)[];
  chart?: { type?: string; category?: string; series?: string; measure?: string } | null;
  parameters?: { id: string; value?: Value }[];
}

export interface User {
  login: string;
  person: { id: Id; name: string } | Id;
  roles: string[];
  active: boolean;
  language?: string;
}
